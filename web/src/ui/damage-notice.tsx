import { UserText } from './user-text';
import styles from './damage-notice.module.css';

/** A list of more than these is folded. */
const FEW = 5;

/**
 * Names the records that are left out because they are damaged, and says what to do; nothing where none is.
 *
 * @param records what is known of them, in words
 */
export function DamageNotice({ found, records }: { found: number; records: readonly string[] }) {
  if (found === 0) return null;
  return (
    <section className={styles.damage} role="alert" data-testid="damage">
      <p>
        <b>
          {found === 1 ? '1 damaged record is' : `${found} damaged records are`} left out of what is shown.
        </b>{' '}
        In the server’s database, <code>trawl doctor --db …</code> names all that is damaged, <code>trawl restore</code> brings a
        backup back, and <code>trawl repair</code> saves what is whole.
      </p>
      <Descriptions records={records.slice(0, FEW)} />
      {records.length > FEW && (
        <details>
          <summary>{records.length - FEW} more</summary>
          <Descriptions records={records.slice(FEW)} />
        </details>
      )}
    </section>
  );
}

function Descriptions({ records }: { records: readonly string[] }) {
  return (
    <ul>
      {records.map((description) => (
        <li key={description}>
          <UserText text={description} />
        </li>
      ))}
    </ul>
  );
}
