import { useCallback, useState } from 'react';
import { url } from '@/api/client';
import type { Run } from '@/api/schemas';
import type { EpochWord } from '@/lib/epoch-word';
import { plural } from '@/lib/format';
import { Button } from '@/ui/button';
import { Empty, Loading } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import { useBulk } from '../api/bulk';
import { isOfFinals } from '../model/best-run';
import { filteredText } from '../model/run-look';
import { filePath, type View } from '../model/view';
import { idsOf } from '../selection/use-bulk-actions';
import { useSweep } from '../sweep-context';
import { useWhole } from '../use-whole';
import { DeletedRuns } from './deleted-runs';
import { RunsFilter } from './runs-filter';
import { RunsTable } from './runs-table';
import { RunTagsDialog } from '../tags/run-tags-dialog';
import { TableToolbar } from './table-toolbar';
import { useRunsTable } from './use-runs-table';
import styles from './runs-table.module.css';

/** The runs as a table, as many as a filter leaves. */
export function RunsPanel() {
  const { sweep, runs, filtered, listed, epoch, view, setView } = useSweep();
  const { shown, applied } = filtered;
  const loading = filtered.loading && listed.runs.length === 0;
  const [edited, setEdited] = useState<number | null>(null);
  const bulk = useBulk(sweep.sweep_id);
  const whole = useWhole();
  const setTag = async (edits: readonly Run[], name: string, value: string) =>
    bulk.mutateAsync({ kind: 'tag', runs: idsOf(await whole(edits, ['run_id'])), name, value });
  const close = () => {
    setEdited(null);
    bulk.reset(); // what one run was refused is not said of another
  };
  const table = useRunsTable(useCallback((run: Run) => setEdited(run.number), []));
  const count = !listed.whole ? `the first ${listed.runs.length} of ${plural(listed.total, 'run')}, the others are coming` : applied === '' ? allText(runs) : filteredText(shown, runs);
  const filter = (text: string, sameStep = false) =>
    setView({ filter: text === '' ? undefined : text }, sameStep);
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
      actions={shown.length > 0 && <Downloads sweepId={sweep.sweep_id} view={{ ...view, filter: applied }} epoch={epoch} />}
    >
      {runs.length > 0 && (
        <RunsFilter sweep={sweep} runs={runs} filter={view.filter ?? ''} filtered={filtered} onChange={filter} />
      )}
      {runs.length > 0 && <TableToolbar table={table} />}
      {loading && (
        <div className={runs.length > 0 ? styles.instead : undefined}>
          <Loading what="the runs" />
        </div>
      )}
      {!loading && listed.runs.length === 0 && runs.length === 0 && (
        <Empty title={sweep.status === 'RUNNING' ? 'The first run is about to start' : 'This sweep has no runs'} />
      )}
      {(listed.runs.length > 0 || table.pinned.length > 0) && <RunsTable table={table} />}
      {!loading && runs.length > 0 && listed.runs.length === 0 && (
        <div className={styles.instead}>
          <Empty title="No run matches the filter">
            <Button onClick={() => filter('')}>Show all {plural(runs.length, 'run')}</Button>
          </Empty>
        </div>
      )}
      <DeletedRuns sweepId={sweep.sweep_id} />
      {edited !== null && <RunTagsDialog numbers={[edited]} onSet={setTag} error={bulk.error} onClose={close} />}
    </Panel>
  );
}

/** All of them; the sweep counts those of its search alone. */
function allText(runs: readonly Run[]): string {
  const finals = runs.filter(isOfFinals).length;
  return finals === 0 ? plural(runs.length, 'run') : `${plural(runs.length, 'run')}, ${finals} of them of the finals`;
}

/** The runs that are shown, as files for other programs. */
function Downloads({ sweepId, view, epoch }: { sweepId: string; view: View; epoch: EpochWord }) {
  return (
    <span className={styles.downloads} data-testid="downloads">
      Download{' '}
      <a href={url(filePath(sweepId, 'csv', view))} download title="A row a run">
        CSV
      </a>{' '}
      <a href={url(filePath(sweepId, 'csv', view, true))} download title={`CSV with a row for each run and ${epoch}`}>
        {epoch}s
      </a>{' '}
      <a href={url(filePath(sweepId, 'jsonl', view))} download title="A JSON record a line">
        JSONL
      </a>
    </span>
  );
}
