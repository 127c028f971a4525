import type { Run } from '@/api/schemas';
import type { Scatter } from '@/charts/scatter';
import { plural } from '@/lib/format';
import { grouped } from '@/lib/grouped';
import { within, type RunKey } from '../model/run-key';

/** More groups can't be told apart. */
export const MOST_GROUPS = 6;

/** Runs that have a value, by what they have of a hyperparameter. */
export type Group = { name: string; runs: readonly Run[] };

/** In the order of the hyperparameter's values, so that a group keeps its place and colour whatever is shown. */
export function groupsOf(runs: readonly Run[], of: RunKey, by: RunKey | null): Group[] {
  const known = runs.filter((run) => of.at(run) !== null);
  const groups = [...grouped(known, (run) => (by ? by.text(run) : 'all'))].map(([name, members]) => ({ name, runs: members }));
  const placeOf = ({ runs: [first] }: Group): number => (by && first && by.at(first)) ?? 0;
  return groups.sort((a, b) => placeOf(a) - placeOf(b)).slice(0, MOST_GROUPS);
}

/**
 * For each group of runs the share that is at most at a value: the empirical distribution function. Where more is better, the
 * group whose line lies further to the right is better.
 *
 * @param shown of the groups' runs those that count
 */
export function distributions(groups: readonly Group[], shown: readonly Run[], of: RunKey): Scatter {
  const wanted = new Set(shown);
  const lines = groups.map(({ name, runs }, index) => {
    const values = runs.flatMap((run) => (wanted.has(run) ? (of.at(run) ?? []) : []));
    return {
      name: `${name}: ${plural(values.length, 'run')}`,
      points: stepsOf(values).map(([value, share]) => [within(of.axis, value).at, share] as const),
      step: 'end' as const,
      look: index,
    };
  });
  return { x: of.axis, y: { name: 'share of the runs', kind: 'accuracy', min: 0, max: 1 }, points: [], lines };
}

/** From 0 at the least value to 1 at the greatest. */
function stepsOf(values: readonly number[]): [value: number, share: number][] {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.map((value, index) => [value, (index + 1) / sorted.length]);
}
