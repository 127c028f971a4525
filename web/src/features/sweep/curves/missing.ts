import { outside } from '@/charts/outside';
import type { ValueScale } from '@/charts/value-scale';
import { plural } from '@/lib/format';
import type { DrawnCurves } from './drawn-curves';

/** What the chart does not show, so that nobody takes it for all. */
export function missing({ curves: all, range, unit, left, members }: DrawnCurves, scale: ValueScale, word = 'epoch'): string | null {
  const curves = all.filter(({ summary }) => !summary);
  const of = members ? 'group' : 'run';
  const notes: string[] = [];
  if (left > 0) notes.push(members ? `${plural(left, of)} not drawn: more can’t be told apart` : `${plural(left, of)} not drawn: only the best ${curves.length}, the running and the chosen`);
  if (all.length > curves.length) notes.push('the dashed lines are where 5, 25, 50, 75 and 95 % of these lie below');
  notes.push(...outside(curves, { unit, range, scale, word, of }));
  return notes.length > 0 ? `${notes.join('; ')}.` : null;
}
