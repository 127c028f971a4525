import { UserText } from './user-text';
import styles from './launch-notice.module.css';

/** What becomes of a sweep whose data were not there at once. */
export function LaunchNotice({ name, problem }: { name: string; problem: string | null }) {
  return problem === null ? (
    <p className={styles.waiting} role="status">
      <b><UserText cut text={name} /></b>: fetching data …
    </p>
  ) : (
    <p className={styles.failed} role="alert">
      <b><UserText cut text={name} /></b> was not started: <UserText text={problem} />
    </p>
  );
}
