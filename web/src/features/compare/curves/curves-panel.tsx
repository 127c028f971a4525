import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { unitOf } from '@/charts/axes';
import type { ChartState } from '@/charts/chart';
import { stepsOf, type Curve } from '@/charts/curves';
import { outside } from '@/charts/outside';
import { CurvesChart } from '@/charts/curves-chart';
import { zoomedLossRange, zoomedPlainRange, zoomedRange } from '@/charts/range';
import { curvesTable } from '@/charts/save/curves-table';
import { SaveChart } from '@/charts/save/save-chart';
import { isSpread } from '@/charts/value-scale';
import { withZoom, zoomOf } from '@/charts/zooms';
import { epochWord } from '@/lib/epoch-word';
import { curvesOf } from '@/lib/metric-order';
import { MetricChoice } from '@/ui/metric-choice';
import { Panel } from '@/ui/panel';
import { Segmented } from '@/ui/segmented';
import { curvesQuery } from '../api/curves';
import { useCompare } from '../compare-context';
import { comparedCurves, lastValues } from './curves';

const WHOLE = [0, 1] as const;

/** One metric of the runs, over each other. */
export function CurvesPanel() {
  const { comparison, runs, baseline, view, setView } = useCompare();
  const known = useMemo(() => curvesOf([...new Set(runs.flatMap(({ run }) => Object.keys(run.metrics)))]), [runs]);
  const own = baseline.sweep.metric?.name;
  const metric = view.metric ?? (own !== undefined && known.includes(own) ? own : (known[0] ?? 'val_accuracy'));
  const ids = useMemo(() => runs.map(({ run }) => run.run_id), [runs]);
  const { data, error, refetch } = useQuery(curvesQuery(ids, metric));
  const curves = useMemo(() => comparedCurves(runs, data?.runs ?? {}), [runs, data]);
  const unit = unitOf(comparison.metric_kinds[metric], curves.flatMap(({ points }) => points.map(([, value]) => value)));
  const epochs = Math.max(1, ...runs.map(({ run }) => run.epochs));
  const epoch = epochWord(known);
  const { word } = stepsOf(curves, epochs, undefined, epoch);
  const accuracy = unit === 'accuracy';
  const thresholds = accuracy ? baseline.sweep.thresholds : [];
  const zoomed = view.range === undefined || view.range === 'zoom';
  const usual = useMemo(() => (unit === 'plain' ? zoomedPlainRange(curves.map(valuesOf)) : null), [unit, curves]);
  const range = useMemo(() => {
    if (accuracy) return zoomed ? zoomedRange(baseline.sweep.thresholds, lastValues(curves)) : WHOLE;
    if (!zoomed) return null;
    return unit === 'loss' ? zoomedLossRange(curves.map(valuesOf)) : usual;
  }, [accuracy, unit, zoomed, usual, curves, baseline.sweep.thresholds]);
  const without = runs.filter(({ run }) => !curves.some(({ id }) => id === run.run_id)).map(({ name }) => name);
  const logged = accuracy || unit === 'loss' || (unit === 'plain' && isSpread(curves.flatMap(valuesOf)));
  const scale = view.range !== 'log' || !logged ? 'linear' : accuracy ? 'error' : 'log';
  const notes = [...(without.length > 0 ? [`Without ${metric}: ${without.join(', ')}`] : []), ...outside(curves, { unit, range, scale, word })];
  const state: ChartState =
    error && !data
      ? { kind: 'error', error, retry: () => void refetch() }
      : !data
        ? { kind: 'loading' }
        : curves.length === 0
          ? { kind: 'empty', title: `No run has a curve of ${metric}` }
          : { kind: 'ready', note: notes.length > 0 ? `${notes.join('; ')}.` : null };
  const chart = `curves/${metric}/${scale}`;
  const scales = [
    { value: 'zoom', label: 'zoomed' },
    { value: 'full', label: 'full' },
    ...(logged ? [{ value: 'log', label: accuracy ? 'log error' : 'log' } as const] : []),
  ] as const;
  return (
    <Panel
      title="Curves"
      note={<span data-unsaved>drag with Shift to zoom</span>}
      actions={
        <>
          <MetricChoice value={metric} known={known} onChange={(value) => setView({ metric: value })} />
          {(logged || usual) && (
            <Segmented label="Scale" value={view.range ?? 'zoom'} options={scales} onChange={(value) => setView({ range: value === 'zoom' ? undefined : value })} />
          )}
          <SaveChart name={`compared ${metric} by ${word}`} table={() => curvesTable(curves, metric, epoch)} />
        </>
      }
    >
      <div data-testid="curves">
        <CurvesChart
          state={state}
          curves={curves}
          unit={unit}
          epochs={epochs}
          epoch={epoch}
          thresholds={thresholds}
          range={range}
          scale={scale}
          height={340}
          label={`${metric} by ${word} of ${runs.map(({ name }) => name).join(', ')}; the last values stand in the table above`}
          zoom={zoomOf(view.zoom, chart)}
          onZoom={(zoom) => setView({ zoom: withZoom(view.zoom, chart, zoom) })}
        />
      </div>
    </Panel>
  );
}

function valuesOf({ points }: Curve): number[] {
  return points.map(([, value]) => value);
}
