import { heat } from './heat';

export type Confusion = readonly (readonly number[])[];

/** A cell of a confusion matrix as it is drawn. */
export type MatrixCell = {
  text: string;
  kind: 'right' | 'wrong' | 'none' | 'good' | 'bad';
  /** How strongly, from 0 to 1. */
  heat: number;
  title: string;
};

/** How many images a matrix has at most in a cell of the given kind. */
function largest(confusion: Confusion, wanted: (row: number, column: number) => boolean): number {
  // One after the other: a call takes fewer arguments than 256 classes have cells.
  return confusion.reduce((most, row, i) => row.reduce((each, images, j) => (wanted(i, j) ? Math.max(each, Math.abs(images)) : each), most), 1);
}

/** Counts; mistakes are shaded by how many there are. */
export function countCells(confusion: Confusion, labels: readonly string[]): MatrixCell[][] {
  const worst = largest(confusion, (i, j) => i !== j);
  return confusion.map((row, i) =>
    row.map((images, j) => ({
      text: images === 0 ? '·' : String(images),
      kind: i === j ? 'right' : images === 0 ? 'none' : 'wrong',
      heat: i === j ? 0 : heat(images, worst),
      title: `${images} of class ${labels[i] ?? ''} predicted as ${labels[j] ?? ''}`,
    })),
  );
}

/** How many more or fewer than in another matrix of the same images: more right ones are good, more mistakes bad. */
export function differenceCells(confusion: Confusion, against: Confusion, labels: readonly string[]): MatrixCell[][] {
  const apart = confusion.map((row, i) => row.map((images, j) => images - (against[i]?.[j] ?? 0)));
  const most = largest(apart, () => true);
  return apart.map((row, i) =>
    row.map((more, j) => ({
      text: more === 0 ? '·' : `${more > 0 ? '+' : '−'}${Math.abs(more)}`,
      kind: more === 0 ? 'none' : more > 0 === (i === j) ? 'good' : 'bad',
      heat: heat(Math.abs(more), most),
      title: `${Math.abs(more)} ${more < 0 ? 'fewer' : 'more'} of class ${labels[i] ?? ''} predicted as ${labels[j] ?? ''}`,
    })),
  );
}
