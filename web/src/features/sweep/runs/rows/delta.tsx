import type { Run } from '@/api/schemas';
import { isFraction } from '@/lib/metric-kinds';
import { metricDistance } from '@/lib/metric-text';
import styles from './rows.module.css';
import type { Cells } from './run-row';

type Props = { cells: Cells; run: Run; baseline: Run; metric: string };

/** How far a run's metric is from the baseline's: in points where it is a fraction. */
export function Delta({ cells: { kinds, metric: chosen }, run, baseline, metric }: Props) {
  const difference = (run.metrics[metric] ?? Number.NaN) - (baseline.metrics[metric] ?? Number.NaN);
  if (run.number === baseline.number || !Number.isFinite(difference)) return null;
  const goal = kinds[metric]?.goal ?? (chosen?.name === metric ? chosen.goal : null);
  const better = difference === 0 || goal === null ? null : goal === 'maximize' ? difference > 0 : difference < 0;
  const fraction = isFraction(kinds, metric);
  const text = `${difference < 0 ? '−' : '+'}${metricDistance(kinds, metric, Math.abs(difference))}`;
  return (
    <span
      className={better === null ? styles.delta : better ? styles.better : styles.worse}
      title={`${text}${fraction ? ' points' : ''} against run ${baseline.number}`}
    >
      {text}
    </span>
  );
}
