import { useConnection, type Connection } from '@/api/events';
import styles from './layout.module.css';

const WHAT: Record<Connection, string> = {
  connecting: 'The page is asking the server for changes',
  live: 'Changes appear as they are recorded',
  reconnecting: 'The server doesn’t answer; what is shown may be old. Trying again',
};

/** Whether the page hears of changes. */
export function ConnectionBadge() {
  const connection = useConnection();
  return (
    <span className={styles.connection} role="status" title={WHAT[connection]} data-testid="connection">
      <span className={`${styles.dot ?? ''} ${styles[connection] ?? ''}`} aria-hidden="true" />
      {connection}
    </span>
  );
}
