import type { Run } from '@/api/schemas';
import type { Scatter } from '@/charts/scatter';
import { plural } from '@/lib/format';
import { grouped } from '@/lib/grouped';
import { within, type RunKey } from '../model/run-key';

/** More groups can't be told apart. */
export const MOST_GROUPS = 6;

/**
 * For each group of runs the share that is at most at a value: the empirical distribution function. Where more is better, the
 * group whose line lies further to the right is better.
 */
export function distributions(runs: readonly Run[], of: RunKey, by: RunKey | null): Scatter {
  const known = runs.flatMap((run) => {
    const value = of.at(run);
    return value === null ? [] : [{ value, group: by ? by.text(run) : 'all' }];
  });
  const groups = grouped(known, ({ group }) => group);
  const lines = [...groups].slice(0, MOST_GROUPS).map(([name, members], index) => ({
    name: `${name}: ${plural(members.length, 'run')}`,
    points: stepsOf(members.map(({ value }) => value)).map(([value, share]) => [within(of.axis, value).at, share] as const),
    step: 'end' as const,
    look: index,
  }));
  return { x: of.axis, y: { name: 'share of the runs', kind: 'accuracy', min: 0, max: 1 }, points: [], lines };
}

/** From 0 at the least value to 1 at the greatest. */
function stepsOf(values: readonly number[]): [value: number, share: number][] {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.map((value, index) => [value, (index + 1) / sorted.length]);
}
