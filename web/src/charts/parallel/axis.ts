import { number } from '@/lib/format';
import { visible } from '@/lib/visible';
import { logarithmicTicks, roundEnds, tickText, valueRange } from '../axes';
import type { ParallelAxis, Span } from './parallel';

/** Where a value stands along its axis: 0 at the foot, 1 at the head; what lies outside stands at an end; NaN nowhere. */
export function placeOf(axis: ParallelAxis, value: number): number {
  return placing(axis)(value);
}

/** The same for very many values of an axis, whose ends are worked out once. */
export function placing(axis: ParallelAxis): (value: number) => number {
  const at = unbounded(axis);
  return (value) => Math.min(1, Math.max(0, at(value)));
}

function unbounded(axis: ParallelAxis): (value: number) => number {
  if (axis.kind === 'categories') return (value) => (value + 0.5) / axis.names.length;
  const { min, max } = endsOf(axis);
  if (axis.kind !== 'logarithmic') return (value) => (value - min) / (max - min);
  const [foot, length] = [Math.log(min), Math.log(max) - Math.log(min)];
  return (value) => (Math.log(value) - foot) / length;
}

/** The value at a place of an axis of numbers. */
export function valueAt(axis: Exclude<ParallelAxis, { kind: 'categories' }>, place: number): number {
  const { min, max } = endsOf(axis);
  return axis.kind === 'logarithmic' ? Math.exp(Math.log(min) + place * (Math.log(max) - Math.log(min))) : min + place * (max - min);
}

/** The indices of the categories whose middle lies in a span. */
export function categoriesIn(names: readonly string[], [from, to]: Span): number[] {
  return names.flatMap((_, index) => {
    const middle = (index + 0.5) / names.length;
    return middle >= from && middle <= to ? [index] : [];
  });
}

/** The span of a range of values; an end that is null is the axis's own. */
export function spanOf(axis: Exclude<ParallelAxis, { kind: 'categories' }>, from: number | null, to: number | null): Span {
  return [from === null ? 0 : placeOf(axis, from), to === null ? 1 : placeOf(axis, to)];
}

export type Tick = { place: number; text: string };

/** Of categories the names; of numbers round ones. */
export function ticksOf(axis: ParallelAxis): Tick[] {
  if (axis.kind === 'categories') return axis.names.map((name, index) => ({ place: placeOf(axis, index), text: shortened(name) }));
  if (axis.kind === 'logarithmic') {
    return logarithmicTicks(axis.min, axis.max).map((value) => ({ place: placeOf(axis, value), text: number(value) }));
  }
  const { min, max, interval } = endsOf(axis);
  const steps = Math.round((max - min) / interval);
  return Array.from({ length: steps + 1 }, (_, step) => {
    const value = Number((min + step * interval).toPrecision(12));
    return { place: placeOf(axis, value), text: axis.kind === 'accuracy' ? tickText(value, 'accuracy') : number(value) };
  });
}

function endsOf(axis: Exclude<ParallelAxis, { kind: 'categories' }>): { min: number; max: number; interval: number } {
  if (axis.kind === 'linear') return roundEnds(axis.min, axis.max, axis.whole);
  const { min, max } = axis;
  return { interval: max - min, ...(axis.kind === 'accuracy' && valueRange([min, max], 'accuracy')), min, max };
}

const LABEL_LETTERS = 14;

function shortened(text: string): string {
  const shown = visible(text);
  return shown.length <= LABEL_LETTERS ? shown : `${shown.slice(0, LABEL_LETTERS - 1)}…`;
}
