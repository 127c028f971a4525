import type { Round } from '@/api/federated';
import { count } from '@/lib/format';
import table from '@/ui/data-table.module.css';
import { ScrollFrame } from '@/ui/scroll-frame';
import { UserText } from '@/ui/user-text';
import { badClients } from './federated';
import styles from './federated-panel.module.css';

const MOST = 20;

/** Whose updates were rejected or outvoted, and why. */
export function BadClients({ rounds }: { rounds: readonly Round[] }) {
  const bad = badClients(rounds);
  if (bad.length === 0) return <p className={styles.note}>Each update counted: none was rejected or outvoted.</p>;
  const more = bad.length - MOST;
  return (
    <>
      <ScrollFrame label="Clients whose updates didn’t count, scrollable">
        <table className={table.table} data-testid="bad-clients">
          <thead>
            <tr>
              <th scope="col">Client</th>
              <th scope="col" className={table.number}>Asked</th>
              <th scope="col" className={table.number}>Rejected</th>
              <th scope="col" className={table.number}>Outvoted</th>
              <th scope="col">Last reason</th>
            </tr>
          </thead>
          <tbody>
            {bad.slice(0, MOST).map((client) => (
              <tr key={client.client}>
                <th scope="row">{client.client}</th>
                <td className={table.number}>{count(client.asked)}</td>
                <td className={table.number}>{count(client.rejected)}</td>
                <td className={table.number}>{count(client.outvoted)}</td>
                <td className={styles.reason}><UserText text={client.reason} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollFrame>
      {more > 0 && <p className={styles.note}>And {count(more)} more.</p>}
    </>
  );
}
