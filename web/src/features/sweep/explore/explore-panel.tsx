import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo } from 'react';
import { SaveChart } from '@/charts/save/save-chart';
import { COSTS as MODEL_COSTS, LATENCY } from '@/lib/metric-order';
import { Empty, Loading } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import { Segmented } from '@/ui/segmented';
import { Select } from '@/ui/select';
import { decisionsQuery } from '../api/decisions';
import { runKeys, type RunKey } from '../model/run-key';
import { useSweep } from '../sweep-context';
import { useWhole } from '../use-whole';
import { MOST_GROUPS } from './distribution';
import { DotsView } from './dots-view';
import { exploreTable } from './explore-table';
import { atRungs, rungTable } from './rungs';
import { TimelineView } from './timeline-view';

const RungsView = lazy(async () => ({ default: (await import('./rungs-view')).RungsView }));
const LandscapeView = lazy(async () => ({ default: (await import('./landscape-view')).LandscapeView }));

const KINDS = [
  { value: 'history', label: 'history' },
  { value: 'tradeoff', label: 'trade-off' },
  { value: 'distribution', label: 'distribution' },
  { value: 'timeline', label: 'timeline' },
  { value: 'rungs', label: 'rungs' },
  { value: 'contour', label: 'contour' },
  { value: 'rank', label: 'rank' },
] as const;

type Kind = (typeof KINDS)[number]['value'];

const BY = [
  { value: 'number', label: 'by run' },
  { value: 'time', label: 'by end' },
];

/** The runs in their order, by any two of their values, by how they are spread, when they were trained and why they were stopped. */
export function ExplorePanel() {
  const { sweep, runs, asking, filtered, epoch, view, setView } = useSweep();
  const whole = useWhole();
  const kind = view.chart ?? 'history';
  const decisions = useQuery({ ...decisionsQuery(sweep.sweep_id), enabled: kind === 'rungs' }).data ?? [];
  const keys = useMemo(() => runKeys(sweep, runs), [sweep, runs]);
  const parameters = keys.filter(({ key }) => key.startsWith('params.'));
  const find = (key: string | undefined): RunKey | undefined => keys.find((each) => each.key === key);
  const ofValues = kind !== 'timeline' && kind !== 'rungs';
  const y = ofValues ? (find(view.y) ?? keys[0]) : undefined;
  const xs = choices(kind, keys, parameters);
  const x = xs.some(({ value }) => value === view.x) ? (view.x ?? '') : kind === 'tradeoff' ? 'seconds' : (xs[0]?.value ?? '');
  const plane = kind === 'contour' || kind === 'rank';
  const others = plane ? xs.filter(({ value }) => value !== x) : [];
  const second = find(others.some(({ value }) => value === view.x2) ? view.x2 : others[0]?.value);
  return (
    <Panel
      anchor="explore"
      title="Explore"
      note={noteOf(kind, y, find(x), second)}
      actions={
        <>
          {y && <Select label="Value" value={y.key} options={keys.map(optionOf)} onChange={(value) => setView({ y: value })} />}
          {y && xs.length > 1 && <Select label={kind === 'distribution' ? 'Group' : 'Against'} value={x} options={xs} onChange={(value) => setView({ x: value })} />}
          {second && <Select label="And" value={second.key} options={others} onChange={(value) => setView({ x2: value })} />}
          <Segmented label="Kind of chart" value={kind} options={KINDS} onChange={(value) => setView({ chart: value === 'history' ? undefined : value })} />
          <SaveChart
            name={`${sweep.name} ${y ? `${y.name} ${kind}` : kind}`}
            table={async () => (kind === 'rungs' ? rungTable(atRungs(decisions, filtered.shown), epoch) : exploreTable(await whole(filtered.shown, SAVED), kind, y, find(x), second))}
          />
        </>
      }
    >
      <Suspense fallback={<Loading what="the chart" />}>{filtered.loading || (asking && ![y, find(x), second].every(isKnown)) ? <Loading what="the runs" /> : chart()}</Suspense>
    </Panel>
  );

  function isKnown(key: RunKey | undefined): boolean {
    return key === undefined || filtered.shown.some((run) => key.at(run) !== null);
  }

  function chart() {
    if (kind === 'timeline') return <TimelineView />;
    if (kind === 'rungs') return <RungsView />;
    if (!y) return <Empty title="No run has a value yet" />;
    if (kind !== 'contour' && kind !== 'rank') return <DotsView y={y} x={find(x)} kind={kind} by={x === 'time' ? 'time' : 'number'} />;
    const first = find(x);
    return first && second ? <LandscapeView kind={kind} x={first} y={second} value={y} /> : <Empty title="Two hyperparameters that vary are needed" />;
  }
}

/** What a run or its model costs: what its accuracy is weighed against first. */
const COSTS = ['seconds', ...MODEL_COSTS.map((name) => `metrics.${name}`)];

/** What is saved of the runs beside what is drawn. */
const SAVED = ['run_id', 'started_at', 'ended_at'];

function optionOf({ key, name }: RunKey): { value: string; label: string } {
  return { value: key, label: name };
}

/** What a chart can be drawn against. */
function choices(kind: Kind, keys: readonly RunKey[], parameters: readonly RunKey[]): readonly { value: string; label: string }[] {
  if (kind === 'history') return BY;
  if (kind === 'tradeoff') return [...COSTS.flatMap((cost) => keys.find(({ key }) => key === cost) ?? []), ...keys.filter(({ key }) => !COSTS.includes(key))].map(optionOf);
  if (kind !== 'distribution') return parameters.map(optionOf);
  const groups = parameters.filter(({ axis }) => axis.kind === 'categories' && axis.names.length <= MOST_GROUPS);
  return [{ value: '', label: 'no group' }, ...groups.map(({ key, name }) => ({ value: key, label: `by ${name}` }))];
}

function noteOf(kind: Kind, y: RunKey | undefined, x: RunKey | undefined, second: RunKey | undefined): string | undefined {
  if (kind === 'timeline') return 'a bar a run, a lane for each that was trained at the same time; drag with Shift to zoom';
  if (kind === 'rungs') return 'who went on, waited or was stopped, and what was needed';
  if (!y) return undefined;
  if (kind === 'tradeoff') return `${y.name} against ${x?.name ?? ''}${x?.key === `metrics.${LATENCY}` ? ': the processor time of the thread that predicts, in the test’s batches' : ''}`;
  return second ? `${y.name} over ${x?.name ?? ''} (across) and ${second.name} (up)` : y.name;
}
