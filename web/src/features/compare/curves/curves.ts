import type { Point } from '@/api/schemas';
import type { Curve } from '@/charts/curves';
import { parameterText } from '@/lib/format';
import type { Shown } from '../compare-context';

/** A line a run, in its colour; values that are not finite are left out, and runs without any. */
export function comparedCurves(runs: readonly Shown[], points: Readonly<Record<string, readonly Point[]>>): Curve[] {
  return runs.flatMap(({ run, name, place }) => {
    const finite = (points[run.run_id] ?? []).filter(({ value }) => Number.isFinite(value)).map(({ step, value }) => [step, value] as const);
    if (finite.length === 0) return [];
    return [
      {
        id: run.run_id,
        name,
        shortName: `run ${run.number}`,
        details: () => Object.entries(run.parameters).map(([key, value]) => [key, parameterText(value)] as const),
        points: finite,
        look: place,
        emphasis: 'chosen' as const,
      },
    ];
  });
}

export function lastValues(curves: readonly Curve[]): number[] {
  return curves.map(({ points }) => points.at(-1)?.[1] ?? Number.NaN);
}
