import { accuracyFoot } from './axes';

/**
 * What part of the accuracy axis is worth looking at: 95 % to 100 % for thresholds of 98 % and 99 %. Where half of the
 * runs end lower than that, from where they end.
 *
 * @param finals each run's last or best value
 */
export function zoomedRange(thresholds: readonly number[], finals: readonly number[]): readonly [number, number] {
  const lowest = thresholds[0] ?? 0.5;
  const wanted = round(lowest - 1.5 * (1 - lowest));
  const sorted = finals.filter(Number.isFinite).sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? 1;
  const floor = middle < wanted ? Math.floor((middle - 0.02) * 20) / 20 : wanted;
  return [accuracyFoot(Math.max(0, round(floor))), 1];
}

/**
 * The losses worth looking at: up to where nearly all runs are after their first epoch, whose loss is many times the
 * rest's.
 *
 * @param curves each run's losses by epoch
 */
export function zoomedLossRange(curves: readonly (readonly number[])[]): readonly [number, number] | null {
  const later = curves.flatMap((values) => (values.length > 1 ? values.slice(1) : values));
  const sorted = later.filter((value) => Number.isFinite(value) && value > 0).sort((a, b) => a - b);
  const high = sorted[Math.floor(sorted.length * 0.9)];
  if (high === undefined) return null;
  const step = 10 ** Math.floor(Math.log10(high));
  return [0, Number((Math.ceil((high * 1.15) / (step / 2)) * (step / 2)).toPrecision(3))];
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
