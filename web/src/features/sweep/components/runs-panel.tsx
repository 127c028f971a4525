import type { Run, Sweep } from '@/api/schemas';
import { plural } from '@/lib/format';
import { Button } from '@/ui/button';
import { Empty, Loading } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import type { SetView, View } from '../model/view';
import { RunsTable } from './runs-table';

type Props = {
  sweep: Sweep;
  runs: readonly Run[];
  bestId: string | null;
  chosen: readonly number[];
  view: View;
  setView: SetView;
  loading: boolean;
};

export function RunsPanel(props: Props) {
  const { sweep, runs, chosen, setView, loading } = props;
  return (
    <Panel
      title="Runs"
      note={loading ? null : `${plural(runs.length, 'run')}; tick to choose for the charts`}
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
      {runs.length > 0 && <RunsTable {...props} />}
    </Panel>
  );
}
