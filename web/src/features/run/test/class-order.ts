import type { Evaluation } from '@/api/schemas';

type Class = Evaluation['classes'][number];

export const CLASS_COLUMNS = [
  { key: 'precision', name: 'Precision' },
  { key: 'recall', name: 'Recall' },
  { key: 'f1', name: 'F1', title: 'The harmonic mean of precision and recall' },
  { key: 'support', name: 'Images' },
] as const;

export type ClassColumn = (typeof CLASS_COLUMNS)[number]['key'];

/** A column, with a leading "-" from its greatest value down; as the address has it. */
export type ClassOrder = ClassColumn | `-${ClassColumn}`;

export const CLASS_ORDERS: readonly ClassOrder[] = CLASS_COLUMNS.flatMap(({ key }) => [key, `-${key}` as const]);

/** Of a column "ascending" or "descending"; undefined where the classes aren't in its order. */
export function directionOf(column: ClassColumn, order: ClassOrder | undefined): 'ascending' | 'descending' | undefined {
  return order === column ? 'ascending' : order === `-${column}` ? 'descending' : undefined;
}

/** The next order when a column's head is pressed: from the weakest up, then down, then as the data set has them. */
export function pressed(column: ClassColumn, order: ClassOrder | undefined): ClassOrder | undefined {
  return order === column ? `-${column}` : order === `-${column}` ? undefined : column;
}

/** The classes in an order; those without a value last, and equal ones as the data set has them. */
export function inOrder(classes: readonly Class[], order: ClassOrder | undefined): readonly Class[] {
  if (order === undefined) return classes;
  const down = order.startsWith('-');
  const column = (down ? order.slice(1) : order) as ClassColumn;
  const rank = (each: Class): number => {
    const value = each[column];
    return value === null ? Infinity : down ? -value : value;
  };
  return [...classes].sort((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)));
}
