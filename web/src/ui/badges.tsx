import { bandLabel, bandShortLabel, bandTone } from '@/lib/bands';
import { visible } from '@/lib/visible';
import styles from './badge.module.css';
import { ToneMark } from './tone-mark';

type Status =
  | 'SCHEDULED'
  | 'RUNNING'
  | 'PAUSED'
  | 'FINISHED'
  | 'PRUNED'
  | 'FAILED'
  | 'KILLED'
  | 'INTERRUPTED'
  | 'STOPPED';

const STATUS: Record<Status, { text: string; style: string | undefined; path: string }> = {
  SCHEDULED: { text: 'scheduled', style: styles.neutral, path: 'M6 1v5l3 2' },
  RUNNING: { text: 'running', style: styles.running, path: 'M3 1.5v9l7.5-4.5z' },
  PAUSED: { text: 'paused', style: styles.neutral, path: 'M3.5 1.5v9M8.5 1.5v9' },
  FINISHED: { text: 'finished', style: styles.neutral, path: 'M1.5 6.5 4.5 10l6-8' },
  PRUNED: { text: 'pruned', style: styles.neutral, path: 'M2 6h8' },
  FAILED: { text: 'failed', style: styles.low, path: 'M2 2l8 8M10 2l-8 8' },
  KILLED: { text: 'killed', style: styles.low, path: 'M2 2h8v8h-8z' },
  INTERRUPTED: { text: 'interrupted', style: styles.mid, path: 'M3.5 1.5v9M8.5 1.5v9' },
  STOPPED: { text: 'stopped', style: styles.mid, path: 'M2 2h8v8h-8z' },
};

/** A sweep's or a run's status; the reason, when there is one, is its title. */
export function StatusBadge({ status, reason }: { status: Status; reason?: string | null }) {
  const { text, style, path } = STATUS[status];
  return (
    <span className={`${styles.badge ?? ''} ${style ?? ''}`} title={reason ? visible(reason) : undefined}>
      <svg viewBox="0 0 12 12" className={styles.mark} aria-hidden="true" focusable="false">
        <path
          d={path}
          fill={path.endsWith('z') ? 'currentColor' : 'none'}
          stroke="currentColor"
          strokeWidth="2"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      {text}
    </span>
  );
}

/** Which thresholds a run reaches. */
export function BandBadge({ band, thresholds }: { band: number | null; thresholds: readonly number[] }) {
  if (band === null || thresholds.length === 0) return null;
  const tone = bandTone(band, thresholds);
  return (
    <span className={`${styles.badge ?? ''} ${styles[tone] ?? ''}`} title={`test accuracy ${bandLabel(band, thresholds)}`}>
      <ToneMark tone={tone} className={styles.mark} />
      {bandShortLabel(band, thresholds)}
    </span>
  );
}
