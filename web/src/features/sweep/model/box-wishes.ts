import type { Run } from '@/api/schemas';
import type { Box } from '@/charts/box';
import { parameterLiterals } from './filter-text';
import type { RunKey } from './run-key';
import type { Wish } from './selection';

/** What a box selects: some values of either axis; in a history the runs' numbers or the times of their ends. */
export function boxWishes(runs: readonly Run[], x: RunKey | undefined, y: RunKey, by: 'number' | 'time', { x: across, y: up }: Box): Wish[] {
  const first: Wish = x ? axisWish(runs, x, across) : by === 'time' ? { key: 'end_time', ends: endsOf(across) } : { key: 'number', ends: wholeEnds(across) };
  return [first, axisWish(runs, y, up)];
}

/** What a part of a value's axis selects. */
export function axisWish(runs: readonly Run[], { key, axis, at, parameter }: RunKey, [from, to]: Box['x']): Wish {
  if (axis.kind !== 'categories') return { key, ends: axis.kind === 'linear' && axis.whole ? wholeEnds([from, to]) : endsOf([from, to]) };
  const chosen = axis.names.flatMap((_, index) => (index + 0.5 > (from ?? -Infinity) && index - 0.5 < (to ?? Infinity) ? [index] : []));
  if (chosen.length === axis.names.length) return { key, ends: null };
  const within = runs.filter((run) => {
    const place = at(run);
    return place !== null && chosen.includes(place);
  });
  return { key, literals: parameterLiterals(within, parameter ?? '') };
}

/** Of what counts something: the first and the last that lie within. */
function wholeEnds([from, to]: Box['x']): ReturnType<typeof endsOf> {
  return endsOf([from && Math.ceil(from), to && Math.floor(to)]);
}

function endsOf([from, to]: Box['x']): { from: number | null; to: number | null } | null {
  return from === null && to === null ? null : { from, to };
}
