import type { Run } from '@/api/schemas';

/** One run's stretch of time, in a lane that was free for it. */
export type Stretch = { run: Run; lane: number; from: number; to: number };

/** More can't be seen. */
export const STRETCHES_DRAWN = 2_000;

/**
 * When each run was trained, in as few lanes as runs were trained at once. Which worker had a run isn't recorded: a lane is
 * the one that was free for the longest.
 *
 * @param runs all of the sweep, so that a run's lane is the same whatever is shown
 * @param shown those that are drawn
 * @param now the end of those that are running
 */
export function timeline(runs: readonly Run[], shown: readonly Run[], now: number): { stretches: Stretch[]; lanes: number; left: number } {
  const begun = runs.flatMap((run) => {
    if (run.started_at === null) return [];
    const from = Date.parse(run.started_at);
    // A run that waited at a rung was trained for less than from its start to its end.
    const to = run.ended_at !== null ? Date.parse(run.ended_at) : run.status === 'RUNNING' ? now : from + run.seconds * 1000;
    return [{ run, from, to: Math.max(from, to) }];
  });
  begun.sort((a, b) => a.from - b.from || a.run.number - b.run.number);
  const free: number[] = [];
  const stretches = begun.map(({ run, from, to }) => {
    const longest = free.reduce((least, end, place) => (end < (free[least] ?? Infinity) ? place : least), 0);
    const lane = (free[longest] ?? Infinity) <= from ? longest : free.length;
    free[lane] = to;
    return { run, lane, from, to };
  });
  const wanted = new Set(shown);
  const drawn = stretches.filter(({ run }) => wanted.has(run));
  const left = Math.max(0, drawn.length - STRETCHES_DRAWN);
  const latest = drawn.slice(left);
  return { stretches: latest, lanes: latest.reduce((most, { lane }) => Math.max(most, lane + 1), 0), left };
}
