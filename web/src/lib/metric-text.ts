import { bytes, count, fixed, number, percent, shortTime } from './format';
import { isFraction, type MetricKinds } from './metric-kinds';

/** A metric's value in its own unit. */
export function metricText(kinds: MetricKinds, metric: string, value: number | null | undefined): string {
  const unit = kinds[metric]?.unit;
  if (unit === 'fraction') return percent(value);
  if (unit === 'seconds') return shortTime(value);
  if (typeof value !== 'number' || !Number.isFinite(value)) return number(value);
  if (unit === 'count' && Number.isInteger(value)) return count(value);
  return unit === 'bytes' ? bytes(value) : number(value);
}

/** How far two of its values are apart: of fractions in points. */
export function metricDistance(kinds: MetricKinds, metric: string, distance: number): string {
  return isFraction(kinds, metric) ? fixed(100 * distance, 2) : metricText(kinds, metric, distance);
}
