import type { Run, Sweep } from '@/api/schemas';
import { plural } from '@/lib/format';
import { Button } from '@/ui/button';
import { Empty, Loading } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import type { Filtered } from '../api/filtered';
import { filteredText } from '../model/run-look';
import type { SetView, View } from '../model/view';
import { RunsFilter } from './runs-filter';
import { RunsTable } from './runs-table';
import styles from './runs-table.module.css';

type Props = {
  sweep: Sweep;
  runs: readonly Run[];
  /** Those that the filter leaves. */
  shown: readonly Run[];
  filtered: Filtered;
  bestId: string | null;
  chosen: readonly number[];
  view: View;
  setView: SetView;
};

export function RunsPanel(props: Props) {
  const { sweep, runs, shown, filtered, chosen, view, setView } = props;
  const { loading, applied } = filtered;
  const count = applied === '' ? plural(runs.length, 'run') : filteredText(shown, runs);
  const filter = (text: string) => setView({ filter: text === '' ? undefined : text, page: undefined });
  return (
    <Panel
      title="Runs"
      note={
        loading ? null : (
          <>
            <span data-testid="runs-shown">{count}</span>
            {shown.length > 0 && '; tick to choose for the charts'}
          </>
        )
      }
      flush={runs.length > 0}
      actions={
        chosen.length > 0 && (
          <Button onClick={() => setView({ runs: undefined })}>Clear {plural(chosen.length, 'chosen run')}</Button>
        )
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
      {!loading && runs.length === 0 && (
        <Empty title={sweep.status === 'RUNNING' ? 'The first run is about to start' : 'This sweep has no runs'} />
      )}
      {shown.length > 0 && <RunsTable {...props} />}
      {!loading && runs.length > 0 && shown.length === 0 && (
        <div className={styles.instead}>
          <Empty title="No run matches the filter">
            <Button onClick={() => filter('')}>Show all {plural(runs.length, 'run')}</Button>
          </Empty>
        </div>
      )}
    </Panel>
  );
}
