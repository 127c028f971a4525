import type { Run, Sweep } from '@/api/schemas';
import { plural } from '@/lib/format';
import { Button } from '@/ui/button';
import { Empty, Loading } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import { unknownKeys } from '../model/filter-help';
import { filteredText } from '../model/run-look';
import type { SetView, View } from '../model/view';
import { RunsFilter } from './runs-filter';
import { RunsTable } from './runs-table';

type Props = {
  sweep: Sweep;
  runs: readonly Run[];
  /** Those that the filter leaves. */
  shown: readonly Run[];
  bestId: string | null;
  chosen: readonly number[];
  view: View;
  setView: SetView;
  loading: boolean;
  /** Why the filter has not been applied. */
  error: Error | null;
};

export function RunsPanel(props: Props) {
  const { sweep, runs, shown, chosen, view, setView, loading, error } = props;
  const count = shown.length < runs.length ? filteredText(shown, runs) : plural(runs.length, 'run');
  return (
    <Panel
      title="Runs"
      note={loading ? null : `${count}; tick to choose for the charts`}
      flush={runs.length > 0}
      actions={
        chosen.length > 0 && (
          <Button onClick={() => setView({ runs: undefined })}>Clear {plural(chosen.length, 'chosen run')}</Button>
        )
      }
    >
      {loading && <Loading what="the runs" />}
      {!loading && runs.length === 0 && (
        <Empty title={sweep.status === 'RUNNING' ? 'The first run is about to start' : 'This sweep has no runs'} />
      )}
      {runs.length > 0 && (
        <>
          <RunsFilter
            sweep={sweep}
            runs={runs}
            filter={view.filter ?? ''}
            error={error}
            unknown={shown.length === 0 ? unknownKeys(view.filter ?? '', runs) : []}
            none={shown.length === 0}
            onChange={(filter) => setView({ filter: filter.trim() === '' ? undefined : filter, page: undefined })}
          />
          {shown.length > 0 && <RunsTable {...props} />}
        </>
      )}
    </Panel>
  );
}
