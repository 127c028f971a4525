import type { Run, RunRecord } from '@/api/schemas';

/** The greatest sequence number among the runs: what to ask changes after. */
export function lastSequence(runs: readonly Run[]): number {
  return runs.reduce((last, run) => Math.max(last, run.sequence), 0);
}

/** The runs, which are by number, with changed ones in place of their older records, and of each number only the latest attempt. */
export function mergeRuns(runs: readonly Run[], changed: readonly Run[]): Run[] {
  const merged = [...runs];
  for (const run of changed) {
    const place = placeOf(merged, run.number);
    const known = merged[place];
    if (known?.number !== run.number) merged.splice(place, 0, run);
    else if (isNewer(run, known)) merged[place] = run;
  }
  return merged;
}

/** Where a number is, or would be, among runs that are by number. */
function placeOf(runs: readonly Run[], number: number): number {
  let [from, to] = [0, runs.length];
  if ((runs.at(-1)?.number ?? 0) < number) return to;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((runs[middle]?.number ?? 0) < number) from = middle + 1;
    else to = middle;
  }
  return from;
}

/**
 * The deleted runs, the last one first: those known, but for what is listed again, and those deleted since.
 *
 * @param changed what was listed anew or again, fetched before `since`
 */
export function mergeDeleted(known: readonly RunRecord[], changed: readonly Run[], since: readonly RunRecord[]): RunRecord[] {
  const moved = new Set([...changed, ...since].map(attemptOf));
  return [...since, ...known.filter((run) => !moved.has(attemptOf(run)))];
}

/** The runs but for those that are deleted: what changed since doesn't say that a run is gone. */
export function withoutDeleted(runs: readonly Run[], deleted: readonly Run[]): Run[] {
  if (deleted.length === 0) return [...runs];
  const gone = new Set(deleted.map(attemptOf));
  return runs.filter((run) => !gone.has(attemptOf(run)));
}

function isNewer(run: Run, known: Run): boolean {
  return run.attempt === known.attempt ? run.sequence >= known.sequence : run.attempt > known.attempt;
}

/** What tells a run from the others of its sweep, known of each. */
function attemptOf({ number, attempt }: Run): string {
  return `${number}/${attempt}`;
}
