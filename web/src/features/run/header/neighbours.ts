import type { Run } from '@/api/schemas';

type Named = Pick<Run, 'run_id' | 'number'>;

/** The runs before and after one; null where there is none. */
export type Neighbours = { previous: Named | null; next: Named | null };

/** Of a list those beside the run of this number; none of a run that isn't there. */
export function around(runs: readonly Named[], number: number): Neighbours {
  const place = runs.findIndex((run) => run.number === number);
  return place < 0 ? { previous: null, next: null } : { previous: runs[place - 1] ?? null, next: runs[place + 1] ?? null };
}
