import { useQueries, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { runQuery } from '@/api/run';
import type { Sweep } from '@/api/schemas';
import { useServer } from '@/api/server';
import { useSweepAction } from '@/api/stop-resume';
import { sweepQuery } from '@/api/sweep';
import { countsText } from '@/lib/counts';
import { duration, plural, shortId } from '@/lib/format';
import { metricText } from '@/lib/metric-text';
import { MOST_COMPARED } from '@/lib/places';
import { StatusBadge } from '@/ui/badges';
import { Button, LINK_BUTTON } from '@/ui/button';
import table from '@/ui/data-table.module.css';
import { Failure } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import { ScrollFrame } from '@/ui/scroll-frame';
import { UserText } from '@/ui/user-text';
import { BestAccuracy } from './best-accuracy';
import styles from './sweeps-page.module.css';

type Props = { ids: readonly string[]; onRelease: () => void };

/** The ticked sweeps side by side, and what can be done with them. */
export function ComparedSweeps({ ids, onRelease }: Props) {
  const sweeps = useQueries({ queries: ids.map((id) => sweepQuery(id)) }).flatMap(({ data }) => data ?? []);
  const best = sweeps.flatMap(({ best_run_id: id }) => id ?? []);
  return (
    <Panel
      title={plural(ids.length, 'chosen sweep')}
      flush
      actions={
        <>
          {best.length > 1 && best.length <= MOST_COMPARED && (
            <Link to="/compare" search={{ runs: best.join(',') }} className={LINK_BUTTON}>
              Compare their best runs
            </Link>
          )}
          <Button onClick={onRelease}>Release</Button>
        </>
      }
    >
      <ScrollFrame label="Chosen sweeps">
        <table className={table.table} data-testid="compared-sweeps">
          <thead>
            <tr>
              <th scope="col">Sweep</th>
              <th scope="col">Status</th>
              <th scope="col">Best value</th>
              <th scope="col">Its test accuracy</th>
              <th scope="col">Runs</th>
              <th scope="col" className={table.number}>Time</th>
              <th scope="col">Actions</th>
            </tr>
          </thead>
          <tbody>
            {sweeps.map((sweep) => (
              <Row key={sweep.sweep_id} sweep={sweep} />
            ))}
          </tbody>
        </table>
      </ScrollFrame>
    </Panel>
  );
}

function Row({ sweep }: { sweep: Sweep }) {
  const { data: run } = useQuery({ ...runQuery(sweep.best_run_id ?? ''), enabled: sweep.best_run_id !== null, staleTime: 60_000 });
  const value = sweep.metric && run ? run.metrics[sweep.metric.name] : undefined;
  return (
    <tr>
      <th scope="row">
        <Link to="/sweeps/$sweepId" params={{ sweepId: sweep.sweep_id }}>
          <UserText cut text={sweep.name} />
        </Link>{' '}
        <code className={styles.what}>{shortId(sweep.sweep_id)}</code>
      </th>
      <td><StatusBadge status={sweep.status} reason={sweep.reason} /></td>
      <td>{sweep.metric && value !== undefined && <><UserText cut text={sweep.metric.name} /> {metricText(sweep.metric_kinds, sweep.metric.name, value)}</>}</td>
      <td><BestAccuracy sweep={sweep} /></td>
      <td>{countsText(sweep.runs)}</td>
      <td className={table.number}>{sweep.ended_at !== null && duration((Date.parse(sweep.ended_at) - Date.parse(sweep.created_at)) / 1000)}</td>
      <td><Actions sweep={sweep} /></td>
    </tr>
  );
}

function Actions({ sweep }: { sweep: Sweep }) {
  const server = useServer();
  const action = useSweepAction(sweep.sweep_id);
  if (sweep.method === 'external') return null;
  const isUnfinished = sweep.status === 'INTERRUPTED' || sweep.status === 'STOPPED';
  return (
    <span className={styles.best}>
      {sweep.status === 'RUNNING' && (
        <Button kind="danger" disabled={action.isPending} onClick={() => action.mutate('stop')}>
          Stop
        </Button>
      )}
      {isUnfinished && server?.starts_sweeps && (
        <Button disabled={action.isPending} onClick={() => action.mutate('resume')}>
          Resume
        </Button>
      )}
      {sweep.status !== 'FINISHED' && (
        <Link to="/sweeps/$sweepId" params={{ sweepId: sweep.sweep_id }} hash="changes">
          Change
        </Link>
      )}
      <Link to="/new" search={{ from: sweep.sweep_id }}>
        Again
      </Link>
      {sweep.status !== 'RUNNING' && (
        <Link to="/new" search={{ from: sweep.sweep_id, next: 'true' }}>
          Next
        </Link>
      )}
      {action.error && <Failure error={action.error} />}
    </span>
  );
}
