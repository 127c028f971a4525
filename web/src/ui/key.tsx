import { UserText } from './user-text';
import styles from './key.module.css';

/** As many as the tokens have; from then on lines differ by dashes. */
const COLOURS = 6;

type Props = {
  names: readonly string[];
  /** A name was clicked; without it none can be. */
  onPick?: (place: number) => void;
};

/** Which colour is which line. */
export function Key({ names, onPick }: Props) {
  return (
    <ul className={styles.key}>
      {names.map((name, index) => (
        <li key={name}>
          <span className={styles.line} style={{ background: `var(--series-${(index % COLOURS) + 1})` }} />
          {onPick ? (
            <button type="button" className={styles.pick} title="Show these runs alone, everywhere on the page" onClick={() => onPick(index)}>
              <UserText cut text={name} />
            </button>
          ) : (
            <UserText cut text={name} />
          )}
        </li>
      ))}
    </ul>
  );
}
