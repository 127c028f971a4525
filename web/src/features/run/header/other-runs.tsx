import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { neighboursQuery } from '../api/neighbours';
import { useRun } from '../run-context';
import styles from './other-runs.module.css';

/** The runs before and after this one, in the sweep's order, or in that of the table which it was opened from. */
export function OtherRuns() {
  const { run, view } = useRun();
  const { filter, sort } = view;
  const { data } = useQuery(neighboursQuery({ sweepId: run.sweep_id, number: run.number, filter, sort }));
  if (!data || (data.previous === null && data.next === null)) return null;
  const { order } = data;
  return (
    <nav className={styles.others} aria-label={`Other runs, ${order}`}>
      {data.previous && (
        <Link rel="prev" to="/runs/$runId" params={{ runId: data.previous.run_id }} search={{ filter, sort }} title={`Previous run, ${order}: [`}>
          ← Run {data.previous.number}
        </Link>
      )}
      {data.next && (
        <Link rel="next" to="/runs/$runId" params={{ runId: data.next.run_id }} search={{ filter, sort }} title={`Next run, ${order}: ]`}>
          Run {data.next.number} →
        </Link>
      )}
    </nav>
  );
}
