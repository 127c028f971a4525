import type { RunMetrics } from '@/api/schemas';
import type { Curve } from '@/charts/curves';

/** One metric of a run as a line; empty where nothing finite was recorded. */
export function metricCurve(metrics: RunMetrics, key: string, colour: number): Curve[] {
  const points = (metrics.metrics[key] ?? [])
    .filter(({ value }) => Number.isFinite(value))
    .map(({ step, value }) => [step, value] as const);
  if (points.length === 0) return [];
  return [{ id: key, name: key, shortName: key.replace(/_.*/, ''), details: [], points, colour, emphasis: 'strong' }];
}

/** From a little under the worst of the later epochs, so that the thresholds can be read; never above the first. */
export function accuracyRange(curves: readonly Curve[], thresholds: readonly number[]): readonly [number, number] {
  const values = curves.flatMap((curve) => curve.points.slice(Math.min(1, curve.points.length - 1)).map(([, value]) => value));
  const least = Math.min(...values, ...(thresholds.length > 0 ? [(thresholds[0] ?? 1) - 0.01] : [1]));
  const step = least < 0.8 ? 0.1 : 0.01;
  return [Math.max(0, Number((Math.floor(least / step - 0.5) * step).toFixed(2))), 1];
}

/** Where values that are not finite begin; null when there are none. */
export function firstNotFinite(metrics: RunMetrics): { key: string; step: number } | null {
  for (const [key, points] of Object.entries(metrics.metrics)) {
    const point = points.find(({ value }) => !Number.isFinite(value));
    if (point) return { key, step: point.step };
  }
  return null;
}
