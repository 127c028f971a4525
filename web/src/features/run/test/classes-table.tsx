import type { Evaluation } from '@/api/schemas';
import { count, percent } from '@/lib/format';
import table from '@/ui/data-table.module.css';
import { ScrollFrame } from '@/ui/scroll-frame';
import { UserText } from '@/ui/user-text';
import styles from './classes-table.module.css';

/** Precision, recall and F1 of each class; the weakest of each column is marked. */
export function ClassesTable({ evaluation: { classes } }: { evaluation: Evaluation }) {
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
            <th scope="col" className={table.number}>
              Precision
            </th>
            <th scope="col" className={table.number}>
              Recall
            </th>
            <th scope="col" className={table.number} title="The harmonic mean of precision and recall">
              F1
            </th>
            <th scope="col" className={table.number}>
              Images
            </th>
          </tr>
        </thead>
        <tbody>
          {classes.map((each) => (
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
