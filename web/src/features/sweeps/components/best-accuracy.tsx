import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { runQuery } from '@/api/run';
import type { RunRecord, Sweep } from '@/api/schemas';
import { number } from '@/lib/format';
import { Accuracy } from '@/ui/accuracy';
import { BandBadge } from '@/ui/badges';
import { UserText } from '@/ui/user-text';
import styles from './sweeps-page.module.css';

type Props = {
  sweep: Sweep;
  /** The best run; null where only its id is known. */
  known?: RunRecord | null;
};

/** The best run's test accuracy; of a program's own run without one, the value that it was chosen by. */
export function BestAccuracy({ sweep, known = null }: Props) {
  const none = sweep.metric === null ? '–' : 'no run has finished';
  const best = sweep.best_run_id;
  const { data } = useQuery({ ...runQuery(best ?? ''), enabled: best !== null && !known, staleTime: 60_000 });
  const run = known ?? data;
  if (best === null) return <span className={styles.what}>{none}</span>;
  if (!run) return <span className={styles.what}>…</span>;
  const own = sweep.method === 'external' && run.metrics.test_accuracy === undefined;
  const measured = own && sweep.metric ? run.metrics[sweep.metric.name] : undefined;
  const interval = sweep.metric ? run.intervals[sweep.metric.name] : undefined;
  return (
    <span className={styles.best}>
      <Link to="/runs/$runId" params={{ runId: best }} title={`run ${run.number}`}>
        {sweep.metric && measured !== undefined ? (
          <><UserText cut text={sweep.metric.name} /> {interval ? <Accuracy value={measured} interval={interval} /> : number(measured)}</>
        ) : (
          <Accuracy value={run.metrics.test_accuracy} interval={run.intervals.test_accuracy} />
        )}
      </Link>
      <BandBadge band={run.band} thresholds={sweep.thresholds} />
    </span>
  );
}
