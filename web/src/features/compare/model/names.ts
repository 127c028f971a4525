import type { Comparison } from '@/api/comparison-schemas';
import { shortId } from '@/lib/format';
import { visible } from '@/lib/visible';

type Named = Pick<Comparison['runs'][number]['sweep'], 'sweep_id' | 'name'>;
type Compared = { run: { number: number }; sweep: Named };

/** What sweeps are called beside each other, by id: where two have one name, with their ids. */
export function sweepNames(sweeps: readonly Named[]): ReadonlyMap<string, string> {
  const names = new Map(sweeps.map((sweep) => [sweep.sweep_id, sweep.name]));
  const named = (name: string): number => [...names.values()].filter((each) => each === name).length;
  return new Map([...names].map(([id, name]) => [id, named(name) > 1 ? `${visible(name)} ${shortId(id)}` : visible(name)]));
}

/** "run 7", and of which sweep where these are of several. */
export function runNames(runs: readonly Compared[]): string[] {
  const sweeps = sweepNames(runs.map(({ sweep }) => sweep));
  return runs.map(({ run, sweep }) => `run ${run.number}${sweeps.size > 1 ? ` of ${sweeps.get(sweep.sweep_id) ?? ''}` : ''}`);
}
