import type { Run } from '@/api/schemas';
import { grouped } from '@/lib/grouped';
import { meanOf, type Mean } from '@/lib/mean';
import { settingsText } from '@/features/sweep/model/filter-text';

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
  const groups = grouped(runs, (run) => settingsText(run, names));
  return [...groups.values()].map((members) => ({ id: members.reduce((least, { number }) => Math.min(least, number), Infinity), runs: members }));
}

/** How the runs of a group did: those that have a finite value; null where none has. */
export function spreadOf(runs: readonly Run[], metric: string): Mean | null {
  return meanOf(
    runs.flatMap((run) => {
      const value = run.metrics[metric];
      return typeof value === 'number' && Number.isFinite(value) ? [value] : [];
    }),
  );
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
