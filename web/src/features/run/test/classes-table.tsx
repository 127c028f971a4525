import type { Evaluation } from '@/api/schemas';
import { count, percent } from '@/lib/format';
import table from '@/ui/data-table.module.css';
import { ScrollFrame } from '@/ui/scroll-frame';
import { UserText } from '@/ui/user-text';
import { CLASS_COLUMNS, directionOf, inOrder, pressed, type ClassOrder } from './class-order';
import styles from './classes-table.module.css';

type Props = {
  evaluation: Evaluation;
  /** Undefined as the data set has them. */
  order: ClassOrder | undefined;
  onOrder: (order: ClassOrder | undefined) => void;
};

/** Precision, recall and F1 of each class; the weakest of each column is marked. */
export function ClassesTable({ evaluation: { classes }, order, onOrder }: Props) {
  // Of those that there is one of.
  const weakest = (values: (number | null)[]): number => Math.min(...values.filter((value) => value !== null));
  const precision = weakest(classes.map((each) => each.precision));
  const recall = weakest(classes.map((each) => each.recall));
  const f1 = weakest(classes.map((each) => each.f1));
  return (
    <ScrollFrame label="Classes, scrollable">
      <table className={`${table.table ?? ''} ${styles.table ?? ''}`}>
        <thead>
          <tr>
            <th scope="col">Class</th>
            {CLASS_COLUMNS.map((column) => {
              const direction = directionOf(column.key, order);
              return (
                <th key={column.key} scope="col" className={table.number} aria-sort={direction} title={'title' in column ? column.title : undefined}>
                  <button type="button" className={styles.sort} onClick={() => onOrder(pressed(column.key, order))}>
                    {column.name}
                    <span className={styles.arrow} aria-hidden="true">
                      {direction === 'ascending' ? '▲' : direction === 'descending' ? '▼' : ''}
                    </span>
                  </button>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {inOrder(classes, order).map((each) => (
            <tr key={each.label}>
              <th scope="row"><UserText cut text={each.label} /></th>
              <Share value={each.precision} weakest={each.precision === precision} />
              <Share value={each.recall} weakest={each.recall === recall} />
              <Share value={each.f1} weakest={each.f1 === f1} />
              <td className={table.number}>{count(each.support)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollFrame>
  );
}

function Share({ value, weakest }: { value: number | null; weakest: boolean }) {
  return (
    <td className={table.number}>
      {weakest && <span className={styles.weakest}>weakest</span>} {percent(value)}
    </td>
  );
}
