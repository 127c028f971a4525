import { number, plural, threshold } from '@/lib/format';
import type { Unit } from './axes';
import { laterValues, type Curve } from './curves';
import { decades, type ValueScale } from './value-scale';

type Shown = {
  unit: Unit;
  /** What of the axis is shown; null lets the data decide. */
  range: readonly [number, number] | null;
  scale: ValueScale;
  /** What counts the steps: "epoch". */
  word: string;
  /** What a curve is one of. */
  of?: 'run' | 'group';
};

/** How many curves lie beyond the ends of the axis, so that nobody takes what is shown for all. */
export function outside(curves: readonly Curve[], { unit, range, scale, word, of = 'run' }: Shown): string[] {
  const [foot, head] = endsOf(curves, range, scale);
  const under = curves.filter(({ points }) => points.every(([, value]) => value < foot)).length;
  // The first epoch's loss is many times the rest's.
  const over = curves.filter(({ points }) => laterValues(points).some((value) => value > head)).length;
  return [
    ...(under > 0 ? [`${plural(under, of)} wholly below ${unit === 'accuracy' ? threshold(foot) : number(foot)}`] : []),
    ...(over > 0 ? [`${plural(over, of)} above ${number(head)} in some ${word} after the first`] : []),
  ];
}

function endsOf(curves: readonly Curve[], range: Shown['range'], scale: ValueScale): readonly [number, number] {
  if (scale === 'linear') return range ?? [-Infinity, Infinity];
  const ends = decades(curves.flatMap(({ points }) => laterValues(points)), scale);
  if (!ends) return [-Infinity, Infinity];
  return scale === 'error' ? [1 - ends.max, Infinity] : [-Infinity, ends.max];
}
