import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { url } from '@/api/client';
import { useUndelete } from '@/api/records';
import { plural } from '@/lib/format';
import { Button } from '@/ui/button';
import { Empty, Failure, Loading } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import { deletedRunsQuery } from '../api/runs';
import { filteredText } from '../model/run-look';
import { filePath, type View } from '../model/view';
import { CompareLink } from '../selection/compare-link';
import { useSweep } from '../sweep-context';
import { RunsFilter } from './runs-filter';
import { RunsTable } from './runs-table';
import styles from './runs-table.module.css';

/** The runs as a table, as many as a filter leaves. */
export function RunsPanel() {
  const { sweep, runs, filtered, listed, chosen, view, setView } = useSweep();
  const { shown, applied } = filtered;
  const loading = filtered.loading && listed.runs.length === 0;
  const count = !listed.whole ? `the first ${listed.runs.length} of ${plural(listed.total, 'run')}, the others are coming` : applied === '' ? plural(runs.length, 'run') : filteredText(shown, runs);
  const filter = (text: string, sameStep = false) =>
    setView({ filter: text === '' ? undefined : text, page: undefined }, sameStep);
  return (
    <Panel
      title="Runs"
      anchor="runs"
      note={
        loading ? null : (
          <>
            <span data-testid="runs-shown">{count}</span>
            {shown.length > 0 && '; tick to choose for the charts'}
          </>
        )
      }
      flush={listed.runs.length > 0 || runs.length > 0}
      actions={
        <>
          {chosen.size > 1 && <CompareLink />}
          {chosen.size > 0 && (
            <Button onClick={() => setView({ runs: undefined })}>Clear {plural(chosen.size, 'chosen run')}</Button>
          )}
          {shown.length > 0 && <Downloads sweepId={sweep.sweep_id} view={{ ...view, filter: applied }} />}
        </>
      }
    >
      {runs.length > 0 && (
        <RunsFilter sweep={sweep} runs={runs} filter={view.filter ?? ''} filtered={filtered} onChange={filter} />
      )}
      {loading && (
        <div className={runs.length > 0 ? styles.instead : undefined}>
          <Loading what="the runs" />
        </div>
      )}
      {!loading && listed.runs.length === 0 && runs.length === 0 && (
        <Empty title={sweep.status === 'RUNNING' ? 'The first run is about to start' : 'This sweep has no runs'} />
      )}
      {listed.runs.length > 0 && <RunsTable />}
      {!loading && runs.length > 0 && listed.runs.length === 0 && (
        <div className={styles.instead}>
          <Empty title="No run matches the filter">
            <Button onClick={() => filter('')}>Show all {plural(runs.length, 'run')}</Button>
          </Empty>
        </div>
      )}
      <DeletedRuns sweepId={sweep.sweep_id} />
    </Panel>
  );
}

/** The runs that are shown, as files for other programs. */
function Downloads({ sweepId, view }: { sweepId: string; view: View }) {
  return (
    <span className={styles.downloads} data-testid="downloads">
      Download{' '}
      <a href={url(filePath(sweepId, 'csv', view))} download title="A row a run">
        CSV
      </a>{' '}
      <a href={url(filePath(sweepId, 'csv', view, true))} download title="CSV with a row for each run and epoch">
        epochs
      </a>{' '}
      <a href={url(filePath(sweepId, 'jsonl', view))} download title="A JSON record a line">
        JSONL
      </a>
    </span>
  );
}

/** What was deleted, with the way back; nothing where nothing was. */
function DeletedRuns({ sweepId }: { sweepId: string }) {
  const { data } = useQuery(deletedRunsQuery(sweepId));
  const back = useUndelete('runs');
  if (!data || data.length === 0) return null;
  return (
    <details className={styles.deleted} data-testid="deleted-runs">
      <summary>{plural(data.length, 'deleted run')}</summary>
      {back.error && <Failure error={back.error} />}
      <ul>
        {data.map((run) => (
          <li key={run.run_id}>
            <Link to="/runs/$runId" params={{ runId: run.run_id }}>
              run {run.number}
            </Link>{' '}
            <Button disabled={back.isPending} onClick={() => back.mutate(run.run_id)}>
              Undelete
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
}
