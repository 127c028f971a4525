import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { runQuery } from '@/api/run';
import type { Sweep } from '@/api/schemas';
import { Accuracy } from '@/ui/accuracy';
import { BandBadge } from '@/ui/badges';
import styles from './sweeps-page.module.css';

/** The best run's test accuracy; the sweep's record names only the run. */
export function BestAccuracy({ sweep }: { sweep: Sweep }) {
  const none = sweep.metric === null ? '–' : 'no run has finished';
  const best = sweep.best_run_id;
  const { data: run } = useQuery({ ...runQuery(best ?? ''), enabled: best !== null, staleTime: 60_000 });
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
