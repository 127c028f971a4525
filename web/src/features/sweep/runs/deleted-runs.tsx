import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { plural } from '@/lib/format';
import { Button } from '@/ui/button';
import { Failure } from '@/ui/notice';
import { useBulk } from '../api/bulk';
import { deletedRunsQuery } from '../api/runs';
import styles from './runs-table.module.css';

/** More are only counted. */
const MOST_LISTED = 100;

/** What was deleted, with the way back; nothing where nothing was. */
export function DeletedRuns({ sweepId }: { sweepId: string }) {
  const { data } = useQuery(deletedRunsQuery(sweepId));
  const back = useBulk(sweepId);
  if (!data || data.length === 0) return null;
  const undelete = (runs: readonly { run_id: string }[]) => back.mutate({ kind: 'undelete', runs: runs.map((run) => run.run_id) });
  return (
    <details className={styles.deleted} data-testid="deleted-runs">
      <summary>{plural(data.length, 'deleted run')}</summary>
      {back.error && <Failure error={back.error} />}
      <ul>
        {data.slice(0, MOST_LISTED).map((run) => (
          <li key={run.run_id}>
            <Link to="/runs/$runId" params={{ runId: run.run_id }}>
              run {run.number}
            </Link>{' '}
            <Button disabled={back.isPending} aria-label={`Undelete run ${run.number}`} onClick={() => undelete([run])}>
              Undelete
            </Button>
          </li>
        ))}
        {data.length > MOST_LISTED && <li>and {data.length - MOST_LISTED} more</li>}
        {data.length > 1 && (
          <li>
            <Button disabled={back.isPending} onClick={() => undelete(data)}>
              Undelete all {plural(data.length, 'run')}
            </Button>
          </li>
        )}
      </ul>
    </details>
  );
}
