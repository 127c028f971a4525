import { useMemo } from 'react';
import { SaveChart } from '@/charts/save/save-chart';
import { Empty, Loading } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import { Segmented } from '@/ui/segmented';
import { Select } from '@/ui/select';
import { runKeys, type RunKey } from '../model/run-key';
import { useSweep } from '../sweep-context';
import { MOST_GROUPS } from './distribution';
import { DotsView } from './dots-view';
import { exploreTable } from './explore-table';
import { TimelineView } from './timeline-view';

const KINDS = [
  { value: 'history', label: 'history' },
  { value: 'tradeoff', label: 'trade-off' },
  { value: 'distribution', label: 'distribution' },
  { value: 'timeline', label: 'timeline' },
] as const;

/** The runs in their order, by any two of their values, by how they are spread, and by when they were trained. */
export function ExplorePanel() {
  const { sweep, runs, filtered, view, setView } = useSweep();
  const kind = view.chart ?? 'history';
  const keys = useMemo(() => runKeys(sweep, runs), [sweep, runs]);
  const find = (key: string | undefined): RunKey | undefined => keys.find((each) => each.key === key);
  const y = find(view.y) ?? keys[0];
  const groupable = keys.filter(({ axis, key }) => key.startsWith('params.') && axis.kind === 'categories' && axis.names.length <= MOST_GROUPS);
  const options = keys.map(({ key, name }) => ({ value: key, label: name }));
  const xs = kind === 'history' ? BY : kind === 'distribution' ? [{ value: '', label: 'no group' }, ...groupable.map(({ key, name }) => ({ value: key, label: `by ${name}` }))] : options;
  const x = xs.some(({ value }) => value === view.x) ? (view.x ?? '') : kind === 'tradeoff' ? 'seconds' : (xs[0]?.value ?? '');
  return (
    <Panel
      anchor="explore"
      title="Explore"
      note={kind === 'timeline' ? 'a bar a run, a lane for each that was trained at the same time' : y && `${y.name}${kind === 'tradeoff' ? ` against ${find(x)?.name ?? ''}` : ''}`}
      actions={
        <>
          {kind !== 'timeline' && y && <Select label="Value" value={y.key} options={options} onChange={(value) => setView({ y: value })} />}
          {kind !== 'timeline' && xs.length > 1 && <Select label={kind === 'distribution' ? 'Group' : 'Against'} value={x} options={xs} onChange={(value) => setView({ x: value })} />}
          <Segmented label="Kind of chart" value={kind} options={KINDS} onChange={(value) => setView({ chart: value === 'history' ? undefined : value })} />
          <SaveChart name={`${sweep.name} ${kind === 'timeline' || !y ? kind : `${y.name} ${kind}`}`} table={() => exploreTable(filtered.shown, kind, y, find(x))} />
        </>
      }
    >
      {filtered.loading ? (
        <Loading what="the runs" />
      ) : kind === 'timeline' ? (
        <TimelineView />
      ) : y ? (
        <DotsView y={y} x={find(x)} kind={kind} by={x === 'time' ? 'time' : 'number'} />
      ) : (
        <Empty title="No run has a value yet" />
      )}
    </Panel>
  );
}

const BY = [
  { value: 'number', label: 'by run' },
  { value: 'time', label: 'by end' },
];
