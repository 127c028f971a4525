import { laterValues, type Curve } from '@/charts/curves';
import { decades, type ValueScale } from '@/charts/value-scale';
import type { EpochWord } from '@/lib/epoch-word';
import { number, plural, threshold } from '@/lib/format';
import type { DrawnCurves } from './drawn-curves';

/** What the chart does not show, so that nobody takes it for all. */
export function missing({ curves: all, range, unit, left, members }: DrawnCurves, scale: ValueScale, epoch: EpochWord = 'epoch'): string | null {
  const curves = all.filter(({ summary }) => !summary);
  const lines = (count: number): string => plural(count, members ? 'group' : 'run');
  const notes: string[] = [];
  if (left > 0) notes.push(members ? `${lines(left)} not drawn: more can’t be told apart` : `${lines(left)} not drawn: only the best ${curves.length}, the running and the chosen`);
  if (all.length > curves.length) notes.push('the dashed lines are where 5, 25, 50, 75 and 95 % of these lie below');
  const [foot, head] = endsOf(curves, range, scale);
  const under = curves.filter(({ points }) => points.every(([, value]) => value < foot)).length;
  if (under > 0) notes.push(`${lines(under)} wholly below ${unit === 'accuracy' ? threshold(foot) : number(foot)}`);
  // The first epoch's loss is many times the rest's.
  const over = curves.filter(({ points }) => laterValues(points).some((value) => value > head)).length;
  if (over > 0) notes.push(`${lines(over)} above ${number(head)} in some ${epoch} after the first`);
  return notes.length > 0 ? `${notes.join('; ')}.` : null;
}

function endsOf(curves: readonly Curve[], range: DrawnCurves['range'], scale: ValueScale): readonly [number, number] {
  if (scale === 'linear') return range ?? [-Infinity, Infinity];
  const ends = decades(curves.flatMap(({ points }) => laterValues(points)), scale);
  if (!ends) return [-Infinity, Infinity];
  return scale === 'error' ? [1 - ends.max, Infinity] : [-Infinity, ends.max];
}
