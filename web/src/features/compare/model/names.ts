import type { Comparison } from '@/api/comparison-schemas';
import { shortId } from '@/lib/format';
import { visible } from '@/lib/visible';

type Compared = { run: { number: number }; sweep: Pick<Comparison['runs'][number]['sweep'], 'sweep_id' | 'name'> };

/** What the compared runs' sweeps are called: where two have one name, with their ids. */
export function sweepNames(runs: readonly Compared[]): ReadonlyMap<string, string> {
  const names = new Map(runs.map(({ sweep }) => [sweep.sweep_id, sweep.name]));
  const named = (name: string): number => [...names.values()].filter((each) => each === name).length;
  return new Map([...names].map(([id, name]) => [id, named(name) > 1 ? `${visible(name)} ${shortId(id)}` : visible(name)]));
}

/** "run 7", and of which sweep where these are of several. */
export function runNames(runs: readonly Compared[]): string[] {
  const sweeps = sweepNames(runs);
  return runs.map(({ run, sweep }) => `run ${run.number}${sweeps.size > 1 ? ` of ${sweeps.get(sweep.sweep_id) ?? ''}` : ''}`);
}
