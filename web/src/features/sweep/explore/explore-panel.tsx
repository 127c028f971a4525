import { useMemo, useRef } from 'react';
import { ScatterChart } from '@/charts/scatter-chart';
import type { Scatter } from '@/charts/scatter';
import { TimelineChart, type TimelineBar } from '@/charts/timeline-chart';
import { plural } from '@/lib/format';
import { Key } from '@/ui/key';
import { Empty, Loading } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import { Segmented } from '@/ui/segmented';
import { Select } from '@/ui/select';
import { useWidth } from '@/ui/use-width';
import { runDetails, runLook, runName } from '../model/run-look';
import { useHovered, useSweep } from '../sweep-context';
import { boxWishes } from '../model/box-wishes';
import { distributions, MOST_GROUPS } from './distribution';
import { history, tradeOff } from './dots';
import { outsideText, runKeys, type RunKey } from '../model/run-key';
import { timeline } from './timeline';

const KINDS = [
  { value: 'history', label: 'history' },
  { value: 'tradeoff', label: 'trade-off' },
  { value: 'distribution', label: 'distribution' },
  { value: 'timeline', label: 'timeline' },
] as const;

const HEIGHT = 300;

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
        </>
      }
    >
      {filtered.loading ? (
        <Loading what="the runs" />
      ) : kind === 'timeline' ? (
        <Timeline />
      ) : y ? (
        <Dots y={y} x={find(x)} kind={kind} by={x === 'time' ? 'time' : 'number'} />
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

type DotsProps = { kind: 'history' | 'tradeoff' | 'distribution'; x: RunKey | undefined; y: RunKey; by: 'number' | 'time' };

function Dots({ kind, x, y, by }: DotsProps) {
  const { sweep, runs, filtered, bestId, chosen, pick, select, hover } = useSweep();
  const { shown } = filtered;
  const hovered = useHovered();
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const scatter = useMemo((): Scatter => {
    const wanted = { sweep, shown, bestId, chosen };
    if (kind === 'distribution') return distributions(shown, y, x ?? null);
    return kind === 'history' || !x ? history(wanted, y, by, sweep) : tradeOff(wanted, x, y);
  }, [kind, sweep, shown, bestId, chosen, x, y, by]);
  const note = outsideText(y.axis, shown.flatMap((run) => y.at(run) ?? []));
  const thresholds = y.axis.kind === 'accuracy' && kind !== 'distribution' ? sweep.thresholds : [];
  const none = scatter.points.length === 0 && scatter.lines.length === 0;
  return (
    <div ref={frame} data-testid="explore">
      {scatter.lines.length > 1 && <Key names={scatter.lines.map((line) => line.name)} />}
      <ScatterChart
        state={none ? { kind: 'empty', title: shown.length < runs.length ? 'No run that matches has these values' : 'No run has these values yet' } : { kind: 'ready', note }}
        scatter={scatter}
        thresholds={thresholds}
        label={`${kind === 'history' ? `${y.name} by run` : kind === 'tradeoff' ? `${y.name} against ${x?.name ?? ''}` : `distribution of ${y.name}`} of ${plural(shown.length, 'run')}`}
        width={width}
        height={HEIGHT}
        onPick={pick}
        onBox={kind === 'distribution' ? undefined : (box) => select(boxWishes(runs, kind === 'tradeoff' ? x : undefined, y, by, box))}
        hovered={hovered}
        onHover={hover.set}
      />
    </div>
  );
}

/** Asked for once a render: bars of what runs are as long as the last news. */
function Timeline() {
  const { sweep, filtered, chosen, pick, hover } = useSweep();
  const { shown } = filtered;
  const hovered = useHovered();
  const { bars, lanes, left } = useMemo(() => {
    const { stretches, ...rest } = timeline(shown, lastNews(shown));
    const drawn = stretches.map(({ run, lane, from, to }): TimelineBar => ({
      id: run.run_id,
      name: runName(run),
      details: () => runDetails(run),
      lane,
      from,
      to,
      look: runLook(run, sweep.thresholds, chosen),
      broken: run.status !== 'FINISHED' && run.status !== 'RUNNING',
    }));
    return { bars: drawn, ...rest };
  }, [shown, sweep.thresholds, chosen]);
  return (
    <TimelineChart
      bars={bars}
      lanes={lanes}
      label={`When ${plural(bars.length, 'run')} were trained`}
      note={`Pale and dashed: pruned, failed or stopped.${left > 0 ? ` ${plural(left, 'earlier run')} not drawn.` : ''}`}
      empty="No run has begun yet"
      hovered={hovered}
      onHover={hover.set}
      onPick={pick}
    />
  );
}

/** The latest moment that the runs tell of. */
function lastNews(runs: readonly { started_at: string | null; ended_at: string | null; seconds: number }[]): number {
  return runs.reduce((last, { started_at: start, ended_at: end, seconds }) => {
    const begun = start === null ? 0 : Date.parse(start) + seconds * 1000;
    return Math.max(last, end === null ? begun : Date.parse(end));
  }, 0);
}
