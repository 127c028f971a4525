import type { RunRecord } from '@/api/schemas';

/** A run as a link needs it. */
export type Named = Pick<RunRecord, 'run_id' | 'number'>;

/** The runs before and after one, in an order; null where there is none. */
export type Neighbours = { order: 'by number' | 'as the table lists them'; previous: Named | null; next: Named | null };

/** Of a list those beside the run of this number; null for a run that isn't there. */
export function around(runs: readonly Named[], number: number): Neighbours | null {
  const place = runs.findIndex((run) => run.number === number);
  return place < 0 ? null : { order: 'as the table lists them', previous: runs[place - 1] ?? null, next: runs[place + 1] ?? null };
}
