import { useQuery } from '@tanstack/react-query';
import type { Importance } from '@/api/analysis-schemas';
import { Bars, type Bar } from '@/charts/bars';
import type { ChartState } from '@/charts/chart';
import type { Table } from '@/charts/save/csv';
import { SaveChart } from '@/charts/save/save-chart';
import { plural } from '@/lib/format';
import { Panel } from '@/ui/panel';
import { importanceQuery } from '../api/importance';
import { useSweepFacts } from '../sweep-context';

/** Which hyperparameters mattered. */
export function ImportancePanel() {
  const { sweep, waiting } = useSweepFacts();
  const { data, error, refetch } = useQuery({ ...importanceQuery(sweep.sweep_id), enabled: !waiting && sweep.metric !== null });
  if (!sweep.metric) return null;
  const state = (): ChartState => {
    if (error && !data) return { kind: 'error', error, retry: () => void refetch() };
    if (!data) return { kind: 'loading' };
    if (!data.parameters.some(({ importance }) => importance !== null)) {
      return { kind: 'empty', title: capitalised(data.note ?? 'more finished runs are needed') };
    }
    return { kind: 'ready', note: data.note && capitalised(data.note) };
  };
  return (
    <Panel
      title="What mattered"
      note={data?.metric && `for ${data.metric}, over ${plural(data.runs, 'run')}`}
      actions={data && state().kind === 'ready' && <SaveChart name={`${sweep.name} importance`} table={() => importanceTable(data)} />}
    >
      <Bars state={state()} bars={data ? bars(data) : []} head={['Hyperparameter', 'Importance', 'Correlation']} />
    </Panel>
  );
}

/** What the server says beside a figure stands alone here. */
function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function importanceTable({ parameters }: Importance): Table {
  return { head: ['hyperparameter', 'importance', 'correlation'], rows: parameters.map(({ name, importance, correlation }) => [name, importance, correlation]) };
}

function bars({ parameters }: Importance): Bar[] {
  return [...parameters]
    .sort((a, b) => (b.importance ?? -1) - (a.importance ?? -1))
    .map(({ name, importance, correlation }) => ({ name, share: importance, note: direction(correlation) }));
}

/** A rank correlation in words; weak ones say nothing. */
function direction(correlation: number | null): string | null {
  if (correlation === null || !Number.isFinite(correlation)) return null;
  if (Math.abs(correlation) < 0.15) return 'no trend';
  return `${correlation > 0 ? '↗' : '↘'} ${correlation.toFixed(2).replace('-', '−')}`;
}
