import { UserText } from './user-text';
import styles from './key.module.css';

/** As many as the tokens have; from then on lines differ by dashes. */
const COLOURS = 6;

/** Which colour is which line. */
export function Key({ names }: { names: readonly string[] }) {
  return (
    <ul className={styles.key}>
      {names.map((name, index) => (
        <li key={name}>
          <span className={styles.line} style={{ background: `var(--series-${(index % COLOURS) + 1})` }} />
          <UserText cut text={name} />
        </li>
      ))}
    </ul>
  );
}
