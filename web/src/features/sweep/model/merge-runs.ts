import type { Run } from '@/api/schemas';

/** The greatest sequence number among the runs: what to ask changes after. */
export function lastSequence(runs: readonly Run[]): number {
  return runs.reduce((last, run) => Math.max(last, run.sequence), 0);
}

/** The runs by number, changed ones in place of their older records, and of each number only the latest attempt. */
export function mergeRuns(runs: readonly Run[], changed: readonly Run[]): Run[] {
  const byNumber = new Map(runs.map((run) => [run.number, run]));
  for (const run of changed) {
    const known = byNumber.get(run.number);
    if (!known || isNewer(run, known)) byNumber.set(run.number, run);
  }
  return [...byNumber.values()].sort((a, b) => a.number - b.number);
}

/**
 * The deleted runs, the last one first: those known, but for what is listed again, and those deleted since.
 *
 * @param changed what was listed anew or again, fetched before `since`
 */
export function mergeDeleted(known: readonly Run[], changed: readonly Run[], since: readonly Run[]): Run[] {
  const moved = new Set([...changed, ...since].map((run) => run.run_id));
  return [...since, ...known.filter((run) => !moved.has(run.run_id))];
}

/** The runs but for those that are deleted: what changed since doesn't say that a run is gone. */
export function withoutDeleted(runs: readonly Run[], deleted: readonly Run[]): Run[] {
  const gone = new Set(deleted.map((run) => run.run_id));
  return runs.filter((run) => !gone.has(run.run_id));
}

function isNewer(run: Run, known: Run): boolean {
  if (run.run_id === known.run_id) return run.sequence >= known.sequence;
  return run.attempt > known.attempt;
}
