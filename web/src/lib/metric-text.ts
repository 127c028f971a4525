import { bytes, number, percent } from './format';
import type { MetricKinds } from './metric-kinds';

/** A metric's value in its own unit. */
export function metricText(kinds: MetricKinds, metric: string, value: number | null | undefined): string {
  const unit = kinds[metric]?.unit;
  if (unit === 'fraction') return percent(value);
  return unit === 'bytes' && typeof value === 'number' && Number.isFinite(value) ? bytes(value) : number(value);
}
