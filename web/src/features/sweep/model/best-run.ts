import type { Run, Sweep } from '@/api/schemas';

/** Why a run is the best: how far ahead of the second, and whether that could be chance. */
export type BestRun = {
  run: Run;
  value: number;
  /** The runner-up by the same metric; null when no other run finished. */
  second: { run: Run; value: number; margin: number; intervalsOverlap: boolean | null } | null;
  finished: number;
};

/** The best finished run by the sweep's metric, ties to the lower number; null before one has finished. */
export function bestRun(sweep: Sweep, runs: readonly Run[]): BestRun | null {
  const { name } = sweep.metric;
  const ranked = rankRuns(sweep, runs);
  const [best, second] = ranked;
  if (!best) return null;
  return {
    run: best.run,
    value: best.value,
    second: second
      ? {
          ...second,
          margin: Math.abs(best.value - second.value),
          intervalsOverlap: overlap(best.run.intervals[name], second.run.intervals[name]),
        }
      : null,
    finished: ranked.length,
  };
}

/** Finished runs with a finite value of the sweep's metric, best first. */
export function rankRuns({ metric }: Sweep, runs: readonly Run[]): { run: Run; value: number }[] {
  const sign = metric.goal === 'maximize' ? -1 : 1;
  return runs
    .flatMap((run) => {
      const value = run.metrics[metric.name];
      return run.status === 'FINISHED' && typeof value === 'number' && Number.isFinite(value) ? [{ run, value }] : [];
    })
    .sort((a, b) => sign * (a.value - b.value) || a.run.number - b.run.number);
}

function overlap(a: Run['intervals'][string] | undefined, b: Run['intervals'][string] | undefined): boolean | null {
  return a && b ? a[0] <= b[1] && b[0] <= a[1] : null;
}
