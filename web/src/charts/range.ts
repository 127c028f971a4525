import { accuracyFoot } from './axes';

/** What lies below the lowest threshold, or where half of the runs end, that is still shown. */
const BELOW = 0.05;

/**
 * What part of the accuracy axis is worth looking at: 95 % to 100 % for thresholds of 98 % and 99 %. Where half of the
 * runs end lower than that, from where they end; of low thresholds no more than what lies just below them.
 *
 * @param finals each run's last or best value
 */
export function zoomedRange(thresholds: readonly number[], finals: readonly number[]): readonly [number, number] {
  const lowest = thresholds[0] ?? 0.5;
  const wanted = round(lowest - 1.5 * (1 - lowest));
  const sorted = finals.filter(Number.isFinite).sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? 1;
  const near = Math.floor((Math.min(lowest, middle) - BELOW) * 20) / 20;
  const floor = middle < wanted ? Math.floor((middle - 0.02) * 20) / 20 : Math.max(wanted, near);
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

/**
 * What is worth showing of values of which a few may be far off, as those of diverged runs are: up to three times the
 * quartiles' distance beyond them (J. W. Tukey, Exploratory data analysis, 1977: his outer fences). Null where that is all.
 */
export function usualEnds(values: readonly number[]): readonly [number, number] | null {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  const quantile = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
  const [low, high] = [quantile(0.25), quantile(0.75)];
  const reach = 3 * (high - low);
  const usual = reach > 0 ? sorted.filter((value) => value >= low - reach && value <= high + reach) : sorted;
  const [least, most] = [usual[0], usual.at(-1)];
  return usual.length === sorted.length || least === undefined || most === undefined ? null : [least, most];
}

/** The same of any metric by epoch, with ends that can be read. */
export function zoomedPlainRange(curves: readonly (readonly number[])[]): readonly [number, number] | null {
  const ends = usualEnds(curves.flatMap((values) => (values.length > 1 ? values.slice(1) : values)));
  if (!ends) return null;
  const [least, most] = ends;
  const step = 10 ** Math.floor(Math.log10(most - least)) / 2;
  if (!Number.isFinite(step) || step === 0) return null;
  return [Number((Math.floor(least / step) * step).toPrecision(3)), Number((Math.ceil(most / step) * step).toPrecision(3))];
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
