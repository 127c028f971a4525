import { fixed, percent } from '@/lib/format';
import table from '@/ui/data-table.module.css';
import { Empty } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import { RunMark } from '@/ui/run-mark';
import { ScrollFrame } from '@/ui/scroll-frame';
import { Segmented } from '@/ui/segmented';
import { UserText } from '@/ui/user-text';
import { useCompare } from '../compare-context';
import styles from './classes-panel.module.css';
import { classRows, type Share } from './classes';

const SCORES = [
  { value: 'f1', label: 'F1' },
  { value: 'precision', label: 'precision' },
  { value: 'recall', label: 'recall' },
] as const;

/** How the runs did on each class of the test images. */
export function ClassesPanel() {
  const { runs, baseline, view, setView } = useCompare();
  const score = view.score ?? 'f1';
  const tested = runs.filter(({ evaluation }) => evaluation !== null);
  const rows = classRows(tested, baseline, score);
  return (
    <Panel
      title="Classes"
      note="on the test images; a description, not a choice"
      flush={rows.length > 0}
      actions={
        rows.length > 0 && (
          <Segmented label="Score" value={score} options={SCORES} onChange={(value) => setView({ score: value === 'f1' ? undefined : value })} />
        )
      }
    >
      {rows.length === 0 ? (
        <Empty title="No run has looked at test images" />
      ) : (
        <ScrollFrame label="Classes, scrollable">
          <table className={table.table} data-testid="classes">
            <thead>
              <tr>
                <th scope="col">Class</th>
                {tested.map(({ run, place, name }) => (
                  <th key={run.run_id} scope="col">
                    <span className={styles.head}>
                      <RunMark place={place} /> <UserText cut text={name} />
                    </span>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ label, shares }) => (
                <tr key={label}>
                  <th scope="row"><UserText cut text={label} /></th>
                  {shares.map((share, column) => (
                    <td key={tested[column]?.run.run_id}>
                      <Value share={share} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollFrame>
      )}
    </Panel>
  );
}

function Value({ share: { value, difference } }: { share: Share }) {
  const text = difference === null ? null : fixed(100 * difference, 2);
  const same = text === null || Number(text) === 0;
  return (
    <span className={styles.value}>
      {percent(value)}
      {text !== null && (
        <span className={same ? styles.same : text.startsWith('-') ? styles.worse : styles.better}>
          {same ? '±0' : text.startsWith('-') ? text.replace('-', '−') : `+${text}`}
        </span>
      )}
    </span>
  );
}
