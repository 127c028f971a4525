import type { RunDetail } from '@/api/schemas';
import { duration, shareText } from '@/lib/format';
import { phases } from './phases';
import styles from './time-bar.module.css';

/** What the run's time went to: one bar, and the same in words. */
export function TimeBar({ run }: { run: RunDetail }) {
  const parts = phases(run);
  if (parts.length === 0) return null;
  return (
    <figure className={styles.figure} data-testid="phases">
      <div className={styles.bar} aria-hidden="true">
        {parts.map(({ name, share }) => (
          <span key={name} data-phase={name} style={{ flexGrow: share }} />
        ))}
      </div>
      <figcaption className={styles.legend}>
        {parts.map(({ name, seconds, share }) => (
          <span key={name} className={styles.part}>
            <i data-phase={name} aria-hidden="true" />
            {name} {duration(seconds)} <small>({shareText(share)})</small>
          </span>
        ))}
      </figcaption>
    </figure>
  );
}
