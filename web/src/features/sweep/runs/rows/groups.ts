import type { Run } from '@/api/schemas';
import { parameterText } from '@/lib/format';

/** Runs that have the same of some hyperparameters. */
export type Group = {
  /** The lowest number of its runs: what the address calls it. */
  id: number;
  runs: readonly Run[];
};

/** What stands in the address for all hyperparameters: runs that differ by their seeds only. */
export const ALL_PARAMETERS = 'all';

/** The hyperparameters that a text of the address groups by; null for no groups. */
export function groupedBy(text: string | undefined, parameters: readonly string[]): readonly string[] | null {
  if (text === undefined) return null;
  if (text === ALL_PARAMETERS) return parameters;
  const name = text.replace(/^parameters\./, '');
  return parameters.includes(name) ? [name] : null;
}

/** The groups in the order of their first runs. */
export function groupsOf(runs: readonly Run[], names: readonly string[]): Group[] {
  const groups = new Map<string, Run[]>();
  for (const run of runs) {
    const key = JSON.stringify(names.map((name) => parameterKey(run, name)));
    const group = groups.get(key);
    if (group) group.push(run);
    else groups.set(key, [run]);
  }
  return [...groups.values()].map((members) => ({ id: members.reduce((least, { number }) => Math.min(least, number), Infinity), runs: members }));
}

/** Numbers by all of their digits. */
function parameterKey(run: Run, name: string): string {
  const value = run.parameters[name];
  return typeof value === 'number' ? String(value) : parameterText(value);
}

/** How the runs of a group did. */
export type Spread = { mean: number; /** Of a single one there is none. */ sd: number | null; count: number };

/** Of the runs that have a finite value; null where none has. */
export function spreadOf(runs: readonly Run[], metric: string): Spread | null {
  const values = runs.flatMap((run) => {
    const value = run.metrics[metric];
    return typeof value === 'number' && Number.isFinite(value) ? [value] : [];
  });
  const count = values.length;
  if (count === 0) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: count > 1 ? Math.sqrt(squares / (count - 1)) : null, count };
}

/** The best run of a group by a metric; null where none has a finite value. */
export function bestOf(runs: readonly Run[], metric: string, goal: 'minimize' | 'maximize'): Run | null {
  const sign = goal === 'maximize' ? 1 : -1;
  let best: Run | null = null;
  for (const run of runs) {
    const value = run.metrics[metric];
    if (typeof value !== 'number' || !Number.isFinite(value)) continue;
    if (!best || sign * value > sign * (best.metrics[metric] ?? 0)) best = run;
  }
  return best;
}
