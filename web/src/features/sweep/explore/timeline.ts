import type { Run } from '@/api/schemas';

/** One run's stretch of time, in the lane of a worker that was free for it. */
export type Stretch = { run: Run; lane: number; from: number; to: number };

/** More can't be seen. */
export const STRETCHES_DRAWN = 2_000;

/**
 * When each run was trained, in as few lanes as runs were trained at once. Which worker had a run isn't recorded: a lane is
 * the one that was free for the longest.
 *
 * @param now the end of those that are running
 */
export function timeline(runs: readonly Run[], now: number): { stretches: Stretch[]; lanes: number; left: number } {
  const begun = runs.flatMap((run) => {
    if (run.started_at === null) return [];
    const from = Date.parse(run.started_at);
    // A run that waited at a rung was trained for less than from its start to its end.
    const to = run.ended_at !== null ? Date.parse(run.ended_at) : run.status === 'RUNNING' ? now : from + run.seconds * 1000;
    return [{ run, from, to: Math.max(from, to) }];
  });
  begun.sort((a, b) => a.from - b.from || a.run.number - b.run.number);
  const left = Math.max(0, begun.length - STRETCHES_DRAWN);
  const free: number[] = [];
  const stretches = begun.slice(left).map(({ run, from, to }) => {
    const open = free.flatMap((end, lane) => (end <= from ? [lane] : []));
    const lane = open.length > 0 ? open.reduce((a, b) => ((free[b] ?? 0) < (free[a] ?? 0) ? b : a)) : free.length;
    free[lane] = to;
    return { run, lane, from, to };
  });
  return { stretches, lanes: free.length, left };
}
