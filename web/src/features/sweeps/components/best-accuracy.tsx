import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { runQuery } from '@/api/run';
import type { Run, Sweep } from '@/api/schemas';
import { Accuracy } from '@/ui/accuracy';
import { BandBadge } from '@/ui/badges';
import styles from './sweeps-page.module.css';

type Props = {
  sweep: Sweep;
  /** The best run; null where only its id is known. */
  known?: Run | null;
};

/** The best run's test accuracy. */
export function BestAccuracy({ sweep, known = null }: Props) {
  const none = sweep.metric === null ? '–' : 'no run has finished';
  const best = sweep.best_run_id;
  const { data } = useQuery({ ...runQuery(best ?? ''), enabled: best !== null && !known, staleTime: 60_000 });
  const run = known ?? data;
  if (best === null) return <span className={styles.what}>{none}</span>;
  if (!run) return <span className={styles.what}>…</span>;
  return (
    <span className={styles.best}>
      <Link to="/runs/$runId" params={{ runId: best }} title={`run ${run.number}`}>
        <Accuracy value={run.metrics.test_accuracy} interval={run.intervals.test_accuracy} />
      </Link>
      <BandBadge band={run.band} thresholds={sweep.thresholds} />
    </span>
  );
}
