import { unitOf, valueText, type Unit } from '@/charts/axes';
import type { Curve } from '@/charts/curves';
import { zoomedLossRange, zoomedPlainRange, zoomedRange } from '@/charts/range';
import { smoothed } from '@/charts/smoothing';
import type { RunKey } from '../model/run-key';
import { idOf } from '../model/run-look';
import type { View } from '../model/view';
import { sweepCurves, type Wanted } from './curves';
import { groupCurves, groupsOf } from './groups';

export type DrawnCurves = {
  curves: readonly Curve[];
  /** The same before they are smoothed. */
  measured: readonly Curve[];
  unit: Unit;
  /** Whether less of the axis can be shown than all. */
  scaled: boolean;
  /** What of the axis is shown; null lets the data decide. */
  range: readonly [number, number] | null;
  /** How many that have points are not drawn. */
  left: number;
  /** Whose mean each curve is, by its id; null where a curve is a run's. */
  members: ReadonlyMap<string, readonly string[]> | null;
};

const WHOLE = [0, 1] as const;

/** @param group undefined for a line a run, null for the mean of those with the same settings */
export function drawnCurves(wanted: Wanted & { group: RunKey | null | undefined; smooth: number; reach: NonNullable<View['range']> }): DrawnCurves {
  const { sweep, runs, metrics, group, smooth } = wanted;
  const lines = group === undefined ? sweepCurves(wanted) : null;
  const groups = group === undefined ? [] : groupsOf(runs, metrics, group);
  const kind = sweep.metric_kinds[metrics.key];
  const unit = unitOf(kind, lines ? lines.curves.flatMap(valuesOf) : groups.flatMap(({ points }) => points.map(({ mean }) => mean)));
  const measured = lines?.curves ?? groupCurves(groups, unit);
  const zoomed = rangeOf(unit, true, measured.map(valuesOf), sweep.thresholds);
  return {
    scaled: zoomed !== null,
    curves: smooth > 0 ? measured.map((curve) => smoothedCurve(curve, smooth, unit)) : measured,
    measured,
    unit,
    range: wanted.reach === 'full' ? rangeOf(unit, false, [], []) : zoomed,
    left: lines?.left ?? groups.length - measured.length,
    members: lines ? null : new Map(groups.map(({ name, runs: members }) => [name, members.map(idOf)])),
  };
}

/** Its tip says what was measured, too; how far the runs lie apart is nothing to smooth. */
function smoothedCurve(curve: Curve, weight: number, unit: Unit): Curve {
  const values = smoothed(valuesOf(curve), weight);
  return {
    ...curve,
    band: [],
    points: curve.points.map(([step], index) => [step, values[index] ?? Number.NaN] as const),
    at: (step) => [
      ...curve.points.flatMap(([each, value]) => (each === step ? [['measured', valueText(value, unit)] as const] : [])),
      ...(curve.at?.(step) ?? []),
    ],
  };
}

function valuesOf({ points }: Pick<Curve, 'points'>): number[] {
  return points.map(([, value]) => value);
}

function rangeOf(unit: Unit, zoomed: boolean, curves: readonly (readonly number[])[], thresholds: readonly number[]): readonly [number, number] | null {
  if (unit === 'accuracy') return zoomed ? zoomedRange(thresholds, curves.map((values) => values.at(-1) ?? Number.NaN)) : WHOLE;
  if (!zoomed) return null;
  return unit === 'loss' ? zoomedLossRange(curves) : unit === 'plain' ? zoomedPlainRange(curves) : null;
}
