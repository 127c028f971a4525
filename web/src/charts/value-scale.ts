/** How values are laid out along an axis; `error` is what an accuracy lacks to 1, which tells those near 1 apart. */
export type ValueScale = 'linear' | 'log' | 'error';

/** Of an accuracy of 1, which has no logarithm: half an image in 10,000. */
const LEAST_ERROR = 5e-5;

/** The value that the axis is given; null where it can't be drawn. */
export function drawn(value: number, scale: ValueScale): number | null {
  if (scale === 'error') return Math.max(LEAST_ERROR, 1 - value);
  return scale === 'log' && value <= 0 ? null : value;
}

/** On an even axis, values that are so many times the least would press it to the foot. */
const SPREAD = 20;

/** Whether a logarithm tells more of these values: all are above 0, and the greatest is many times the least. */
export function isSpread(values: readonly number[]): boolean {
  const finite = values.filter(Number.isFinite);
  const least = finite.reduce((a, b) => Math.min(a, b), Infinity);
  return least > 0 && finite.reduce((a, b) => Math.max(a, b), 0) >= SPREAD * least;
}

/** The value behind what the axis was given. */
export function measured(onAxis: number, scale: ValueScale): number {
  return scale === 'error' ? 1 - onAxis : onAxis;
}

/** Where a drawn value lies evenly spaced: the axis itself, or its logarithm. */
export function evenly(onAxis: number, scale: ValueScale): number {
  return scale === 'linear' ? onAxis : Math.log10(onAxis);
}

/** Where a value is drawn along the axis, evenly spaced, more being higher; null where it can't be drawn. */
export function rising(value: number, scale: ValueScale): number | null {
  const onAxis = drawn(value, scale);
  if (onAxis === null) return null;
  return scale === 'error' ? -evenly(onAxis, scale) : evenly(onAxis, scale);
}

/** Whole decades around most of the values: a few far off don't decide. */
export function decades(values: readonly number[], scale: ValueScale): { min: number; max: number } | null {
  const logs = values.flatMap((value) => {
    const on = drawn(value, scale);
    return on === null || !Number.isFinite(on) ? [] : [Math.log10(on)];
  });
  if (logs.length === 0) return null;
  logs.sort((a, b) => a - b);
  const at = (share: number): number => logs[Math.round((logs.length - 1) * share)] ?? 0;
  return { min: 10 ** Math.floor(at(0) + 1e-9), max: 10 ** Math.ceil(at(0.95) - 1e-9) };
}
