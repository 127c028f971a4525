import type { NumberedCurves } from '@/api/curve-columns';
import type { Point, Run, Sweep } from '@/api/schemas';
import type { Curve } from '@/charts/curves';
import { curvesOf } from '@/lib/metric-order';
import { count, percent, plural } from '@/lib/format';
import { names } from '../model/names';
import type { Chosen } from '../model/chosen';
import { idOf, runDetails, runLook, runName } from '../model/run-look';

/** Every metric that any of the runs has by epoch, or from its test. */
export function curveMetrics(runs: readonly Run[]): string[] {
  return curvesOf(names(runs, 'metrics'));
}

/** The one that is shown when nobody chose: the sweep's own, if it has one, as long as no run is known to lack it. */
export function firstMetric({ metric }: Sweep, known: readonly string[]): string {
  return metric && known.includes(metric.name) ? metric.name : (known[0] ?? metric?.name ?? 'val_accuracy');
}

/** More lines than this can neither be told apart nor drawn fast. */
export const CURVES_DRAWN = 150;

/** Of more running runs none is named: the names would not fit. */
const RUNNING_NAMED = 6;

export type Curves = {
  /** A line a run, and behind them, dashed, how those spread that aren't sent. */
  curves: Curve[];
  /** How many runs have points but are not drawn. */
  left: number;
};

export type Wanted = { sweep: Sweep; runs: readonly Run[]; metrics: NumberedCurves; bestNumber: number | null; chosen: Chosen };

/**
 * One line a run. The best, the chosen and the running runs stand out; of very many runs only the best and the running ones are
 * drawn. Values that are not finite are left out: a line ends where its run diverged.
 */
export function sweepCurves({ sweep, runs, metrics, bestNumber, chosen }: Wanted): Curves {
  const withPoints = runs.filter((run) => metrics.runs.get(run.number)?.some(({ value }) => Number.isFinite(value)));
  const stands = (run: Run): boolean =>
    run.number === bestNumber || chosen.has(run.number) || run.status === 'RUNNING';
  const { metric } = sweep;
  const weight = (run: Run): number => (stands(run) ? Infinity : ((metric && run.metrics[metric.name]) ?? -Infinity));
  const sign = metric?.goal === 'maximize' ? 1 : -1;
  const value = (run: Run): number => {
    const of = weight(run);
    return of === Infinity ? of : Number.isFinite(of) ? sign * of : -Infinity;
  };
  const drawn =
    withPoints.length > CURVES_DRAWN
      ? [...withPoints].sort((a, b) => compare(value(b), value(a))).slice(0, CURVES_DRAWN)
      : withPoints;
  const few = drawn.filter((run) => run.status === 'RUNNING').length <= RUNNING_NAMED;
  const emphasisOf = (run: Run): Curve['emphasis'] => {
    if (chosen.has(run.number)) return 'chosen';
    if (run.number === bestNumber) return 'best';
    return run.status === 'RUNNING' && few ? 'running' : 'none';
  };
  const lines = drawn.map(
    (run): Curve => ({
      id: idOf(run),
      name: runName(run),
      shortName: run.number === bestNumber ? `${run.number} best` : `run ${run.number}`,
      details: () => runDetails(run),
      points: finitePoints(metrics.runs.get(run.number)),
      look: runLook(run, sweep.thresholds, chosen),
      emphasis: emphasisOf(run),
      dashed: run.status !== 'FINISHED' && run.status !== 'RUNNING',
    }),
  );
  return {
    curves: [...spreadCurves(metrics), ...lines],
    left: withPoints.length - drawn.length + (metrics.rest?.runs ?? 0),
  };
}

/** No run's: what share of the runs that aren't sent lies below. */
function spreadCurves({ rest }: NumberedCurves): Curve[] {
  return (rest?.spread ?? []).map(({ share, points }) => ({
    id: `below-${share}`,
    name: `${percent(share, 0)} of the other runs lie below`,
    shortName: percent(share, 0),
    details: () => [['looked at', `${count(rest?.sampled ?? 0)} of ${plural(rest?.runs ?? 0, 'other run')}`]],
    points: finitePoints(points),
    look: 'neutral',
    emphasis: 'none',
    dashed: true,
    summary: true,
  }));
}

export function finitePoints(points: readonly Point[] | undefined): [number, number][] {
  return (points ?? []).filter(({ value }) => Number.isFinite(value)).map(({ step, value }) => [step, value]);
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
