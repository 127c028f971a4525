import { visible } from '@/lib/visible';
import styles from './progress.module.css';

/** How much is done; without a known end only the number stands. */
export function Progress({ done, total, label }: { done: number; total: number | null; label: string }) {
  if (total === null || total === 0) return null;
  const share = Math.min(1, done / total);
  return (
    <span
      className={styles.track}
      role="progressbar"
      aria-label={visible(label)}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={Math.min(done, total)}
    >
      <span className={styles.fill} style={{ width: `${share * 100}%` }} />
    </span>
  );
}
