import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Run, Sweep } from '@/api/schemas';
import type { ChartState } from '@/charts/chart';
import { CurvesChart } from '@/charts/curves-chart';
import { plural, threshold } from '@/lib/format';
import { Panel } from '@/ui/panel';
import { Segmented } from '@/ui/segmented';
import { curvesQuery } from '../api/curves';
import { sweepCurves } from '../model/curves';
import { zoomedLossRange, zoomedRange } from '../model/range';
import { filteredText, isAccuracy } from '../model/run-look';
import { CURVE_METRICS, type SetView, type View } from '../model/view';

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
  onPick: (runId: string) => void;
};

const WHOLE = [0, 1] as const;
const lastOf = (values: readonly number[]): number => values.at(-1) ?? Number.NaN;
const METRIC_OPTIONS = CURVE_METRICS.map((value) => ({ value, label: value }));

export function CurvesPanel({ sweep, runs, shown, bestId, chosen, view, setView, loading, onPick }: Props) {
  const metric = view.metric ?? (CURVE_METRICS.find((name) => name === sweep.metric.name) ?? 'val_accuracy');
  const accuracy = isAccuracy(metric);
  const zoomed = view.range !== 'full';
  const { data, error, refetch } = useQuery(curvesQuery(sweep.sweep_id, metric));
  const drawing = useMemo(
    () => sweepCurves({ sweep, runs: shown, metrics: data ?? { key: metric, runs: {} }, bestId, chosen }),
    [sweep, shown, data, metric, bestId, chosen],
  );
  const range = useMemo(() => {
    if (!zoomed) return accuracy ? WHOLE : null;
    const curves = drawing.curves.map((curve) => curve.points.map(([, value]) => value));
    return accuracy ? zoomedRange(sweep.thresholds, curves.map(lastOf)) : zoomedLossRange(curves);
  }, [accuracy, zoomed, drawing, sweep.thresholds]);
  const state = chartState();
  const scales = [
    { value: 'zoom', label: 'zoomed' },
    { value: 'full', label: 'full' },
  ] as const;
  return (
    <Panel
      title="Curves"
      note={shown.length < runs.length && !loading ? filteredText(shown, runs) : 'click a line to choose its run'}
      actions={
        <>
          <Segmented label="Metric" value={metric} options={METRIC_OPTIONS} onChange={(value) => setView({ metric: value })} />
          <Segmented
            label="Scale"
            value={zoomed ? 'zoom' : 'full'}
            options={scales}
            onChange={(value) => setView({ range: value === 'full' ? value : undefined })}
          />
        </>
      }
    >
      <div data-testid="curves">
        <CurvesChart
          state={state}
          curves={drawing.curves}
          unit={accuracy ? 'accuracy' : 'loss'}
          epochs={sweep.epochs}
          thresholds={accuracy ? sweep.thresholds : []}
          range={range}
          height={360}
          label={`${metric} by epoch of ${plural(drawing.curves.length, 'run')}; the same runs stand in the table below`}
          onPick={onPick}
        />
      </div>
    </Panel>
  );

  function chartState(): ChartState {
    if (error && !data) return { kind: 'error', error, retry: () => void refetch() };
    if (!data || loading) return { kind: 'loading' };
    if (drawing.curves.length === 0) {
      return { kind: 'empty', title: shown.length < runs.length ? 'No run that matches has an epoch' : 'No epoch is recorded yet' };
    }
    return { kind: 'ready', note: missing(drawing.curves, accuracy ? range : null, drawing.left) };
  }
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
