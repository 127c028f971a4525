import type { Model } from '@/api/model-schemas';
import table from '@/ui/data-table.module.css';
import { ScrollFrame } from '@/ui/scroll-frame';
import { TimeAgo } from '@/ui/time-ago';
import { Sentence, UserText } from '@/ui/user-text';
import styles from './models-page.module.css';

/** Who moved which alias when, and by which test; the latest first. */
export function AliasHistory({ model: { name, moves } }: { model: Model }) {
  return (
    <ScrollFrame label={`Moves of the aliases of ${name}`} className={styles.history}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">Moved</th>
            <th scope="col">Alias</th>
            <th scope="col">To</th>
            <th scope="col">By</th>
            <th scope="col">Test</th>
          </tr>
        </thead>
        <tbody>
          {moves.map((move, index) => (
            <tr key={moves.length - index}>
              <td>
                <TimeAgo at={move.moved_at} />
              </td>
              <td>
                <UserText cut text={move.alias} />
              </td>
              <td className={styles.nowrap}>{move.version === null ? 'none' : `version ${String(move.version)}`}</td>
              <td>
                <UserText cut text={move.by} />
              </td>
              <td className={styles.test}>{move.test ? <Sentence text={move.test.text} /> : 'none'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollFrame>
  );
}
