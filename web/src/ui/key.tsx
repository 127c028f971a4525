import { UserText } from './user-text';
import styles from './key.module.css';

/** Which colour is which line. */
export function Key({ names }: { names: readonly string[] }) {
  return (
    <ul className={styles.key}>
      {names.map((name, index) => (
        <li key={name}>
          <span className={styles.line} style={{ background: `var(--series-${index + 1})` }} />
          <UserText cut text={name} />
        </li>
      ))}
    </ul>
  );
}
