import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { unitOf, type Unit } from '@/charts/axes';
import type { ChartState } from '@/charts/chart';
import { stepsOf } from '@/charts/curves';
import { CurvesChart } from '@/charts/curves-chart';
import { curvesTable } from '@/charts/save/curves-table';
import { SaveChart } from '@/charts/save/save-chart';
import { plural, threshold } from '@/lib/format';
import { Panel } from '@/ui/panel';
import { Segmented } from '@/ui/segmented';
import { curvesQuery } from '../api/metrics';
import { curveMetrics, firstMetric, sweepCurves } from './curves';
import { zoomedLossRange, zoomedRange } from '@/charts/range';
import { filteredText } from '../model/run-look';
import { useHovered, useSweep } from '../sweep-context';
import { MetricChoice } from '@/ui/metric-choice';

const WHOLE = [0, 1] as const;
const lastOf = (values: readonly number[]): number => values.at(-1) ?? Number.NaN;

/** One metric of every run, by epoch. */
export function CurvesPanel() {
  const { sweep, runs, filtered, bestId, chosen, view, setView, pick, select, hover } = useSweep();
  const hovered = useHovered();
  const { shown, loading } = filtered;
  const known = useMemo(() => curveMetrics(runs), [runs]);
  const metric = view.metric ?? firstMetric(sweep, known);
  const zoomed = view.range !== 'full';
  const logarithmic = view.range === 'log';
  const { data, error, refetch } = useQuery(curvesQuery(sweep.sweep_id, metric));
  const drawing = useMemo(
    () => sweepCurves({ sweep, runs: shown, metrics: data ?? { key: metric, runs: {} }, bestId, chosen }),
    [sweep, shown, data, metric, bestId, chosen],
  );
  const { unit, range } = useMemo(() => {
    const curves = drawing.curves.map((curve) => curve.points.map(([, value]) => value));
    const measured = unitOf(sweep.metric_kinds[metric], curves.flat());
    return { unit: measured, range: rangeOf(measured, zoomed, curves, sweep.thresholds) };
  }, [metric, zoomed, drawing, sweep.metric_kinds, sweep.thresholds]);
  const onBox = useCallback(
    (ids: readonly string[]) => {
      const within = new Set(ids);
      const numbers = runs.flatMap((run) => (within.has(run.run_id) ? [String(run.number)] : []));
      if (numbers.length > 0) select([{ key: 'number', literals: numbers }]);
    },
    [runs, select],
  );
  // A program's own runs in a sweep of Trawl's may have more.
  const epochs = useMemo(() => runs.reduce((most, run) => Math.max(most, run.epochs), sweep.epochs), [runs, sweep.epochs]);
  const accuracy = unit === 'accuracy';
  const state = chartState();
  const scales = [
    { value: 'zoom', label: 'zoomed' },
    { value: 'full', label: 'full' },
    { value: 'log', label: accuracy ? 'log error' : 'log' },
  ] as const;
  return (
    <Panel
      title="Curves"
      anchor="curves"
      note={shown.length < runs.length && !loading ? filteredText(shown, runs) : <span data-unsaved>click a line to choose its run, drag a box to select</span>}
      actions={
        <>
          <MetricChoice value={metric} known={known} onChange={(value) => setView({ metric: value })} />
          {(accuracy || unit === 'loss') && (
            <Segmented
              label="Scale"
              value={view.range ?? 'zoom'}
              options={scales}
              onChange={(value) => setView({ range: value === 'zoom' ? undefined : value })}
            />
          )}
          <SaveChart name={`${sweep.name} ${metric} by epoch`} table={() => curvesTable(drawing.curves, metric)} />
        </>
      }
    >
      <div data-testid="curves">
        <CurvesChart
          state={state}
          curves={drawing.curves}
          unit={unit}
          epochs={epochs}
          thresholds={accuracy ? sweep.thresholds : []}
          range={range}
          scale={!logarithmic ? 'linear' : accuracy ? 'error' : unit === 'loss' ? 'log' : 'linear'}
          height={360}
          label={`${metric} by ${stepsOf(drawing.curves, epochs).word} of ${plural(drawing.curves.length, 'run')}; the same runs stand in the table below`}
          onPick={pick}
          hovered={hovered}
          onHover={hover.set}
          onBox={onBox}
        />
      </div>
    </Panel>
  );

  function chartState(): ChartState {
    if (error && !data) return { kind: 'error', error, retry: () => void refetch() };
    if (!data || loading) return { kind: 'loading' };
    if (drawing.curves.length === 0) {
      return { kind: 'empty', title: emptyTitle() };
    }
    return { kind: 'ready', note: missing(drawing.curves, accuracy && !logarithmic ? range : null, drawing.left) };
  }

  function emptyTitle(): string {
    if (known.length > 0 && !known.includes(metric)) return `No run has ${metric}`;
    return shown.length < runs.length ? 'No run that matches has an epoch' : 'No epoch is recorded yet';
  }
}

/** What of the axis is shown; null lets the data decide. */
function rangeOf(
  unit: Unit,
  zoomed: boolean,
  curves: readonly (readonly number[])[],
  thresholds: readonly number[],
): readonly [number, number] | null {
  if (unit === 'accuracy') return zoomed ? zoomedRange(thresholds, curves.map(lastOf)) : WHOLE;
  return unit === 'loss' && zoomed ? zoomedLossRange(curves) : null;
}

/** What the chart does not show, so that nobody takes it for all. */
function missing(
  curves: readonly { points: readonly (readonly [number, number])[] }[],
  range: readonly [number, number] | null,
  left: number,
): string | null {
  const under = range ? curves.filter(({ points }) => points.every(([, value]) => value < range[0])).length : 0;
  const notes = [
    ...(left > 0 ? [`${plural(left, 'run')} not drawn: only the best ${curves.length}, the running and the chosen`] : []),
    ...(under > 0 && range ? [`${plural(under, 'run')} wholly below ${threshold(range[0])}`] : []),
  ];
  return notes.length > 0 ? `${notes.join('; ')}.` : null;
}
