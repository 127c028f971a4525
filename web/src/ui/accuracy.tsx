import { halfWidth, intervalText, percent } from '@/lib/format';
import styles from './accuracy.module.css';

type Props = { value: number | null | undefined; interval: readonly [number, number] | undefined };

/** An accuracy with half its 95 % interval; the exact ends are the title. */
export function Accuracy({ value, interval }: Props) {
  const half = Number.isFinite(value ?? Number.NaN) ? halfWidth(interval) : null;
  const title = half && interval ? `95 % interval: ${intervalText(interval)}` : undefined;
  return (
    <span className={styles.accuracy} title={title}>
      {percent(value)}
      {half && <span className={styles.half}> {half}</span>}
    </span>
  );
}
