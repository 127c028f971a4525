import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { sweepsQuery } from '@/api/sweeps';
import { useUndelete } from '@/api/records';
import { plural } from '@/lib/format';
import { Button } from '@/ui/button';
import { Failure, Loading } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import { TimeAgo } from '@/ui/time-ago';
import { useTitle } from '@/ui/use-title';
import { UserText } from '@/ui/user-text';
import { deletedSweepsQuery, useLiveSweeps } from '../api/sweeps';
import styles from './sweeps-page.module.css';
import { SweepsTable } from './sweeps-table';

/** Every sweep that is recorded, the newest first. */
export function SweepsPage() {
  useTitle('Sweeps');
  useLiveSweeps();
  const { data: sweeps, error, refetch } = useQuery(sweepsQuery);
  return (
    <>
      <h1 className={styles.heading}>Sweeps</h1>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!sweeps && !error && <Loading what="the sweeps" />}
      {sweeps?.length === 0 && <NoSweeps />}
      {sweeps && sweeps.length > 0 && <SweepsTable sweeps={sweeps} />}
      <DeletedSweeps />
    </>
  );
}

/** What was deleted, with the way back; nothing where nothing was. */
function DeletedSweeps() {
  const { data } = useQuery(deletedSweepsQuery);
  const back = useUndelete('sweeps');
  if (!data || data.length === 0) return null;
  return (
    <details className={styles.deleted} data-testid="deleted-sweeps">
      <summary>{plural(data.length, 'deleted sweep')}</summary>
      {back.error && <Failure error={back.error} />}
      <ul>
        {data.map((sweep) => (
          <li key={sweep.sweep_id}>
            <Link to="/sweeps/$sweepId" params={{ sweepId: sweep.sweep_id }}>
              <UserText cut text={sweep.name} />
            </Link>
            {sweep.deleted_at !== null && (
              <span className={styles.what}>
                deleted <TimeAgo at={sweep.deleted_at} />
              </span>
            )}
            <Button disabled={back.isPending} onClick={() => back.mutate(sweep.sweep_id)}>
              Undelete
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
}

function NoSweeps() {
  return (
    <Panel title="Start the first sweep" note="nothing is recorded yet">
      <div className={styles.first}>
        <p>Type this in the repository’s folder; the runs appear here while they train:</p>
        <pre className={styles.command}>
          <code>./trawl run sweeps/mnist-quick.yaml</code>
        </pre>
        <p>
          Or <Link to="/new">paste a sweep file</Link> and start it from here.
        </p>
      </div>
    </Panel>
  );
}
