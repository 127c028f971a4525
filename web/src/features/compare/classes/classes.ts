import type { Compared } from '@/api/comparison-schemas';

export type Score = 'f1' | 'precision' | 'recall';

/** A run's score of a class. */
export type Share = {
  /** Null where there is none. */
  value: number | null;
  /** From the baseline's; null for the baseline, and where either has none. */
  difference: number | null;
};

/** A class a row, the runs in their order; a run without the class has no value there. */
export function classRows(runs: readonly Compared[], baseline: Compared, score: Score): { label: string; shares: Share[] }[] {
  const labels = [...new Set(runs.flatMap(({ evaluation }) => evaluation?.classes.map(({ label }) => label) ?? []))];
  const scoreOf = ({ evaluation }: Compared, label: string): number | null =>
    evaluation?.classes.find((each) => each.label === label)?.[score] ?? null;
  return labels.map((label) => {
    const against = scoreOf(baseline, label);
    return {
      label,
      shares: runs.map((run) => {
        const value = scoreOf(run, label);
        return { value, difference: run === baseline || value === null || against === null ? null : value - against };
      }),
    };
  });
}
