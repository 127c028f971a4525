import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { get } from '@/api/client';
import { runSchema, type Run } from '@/api/schemas';

/** More than a sweep has; the server's own limit is for others. */
const ALL = 100_000;

/** A sweep's runs; with `after`, only those changed since that sequence number. */
export function fetchRuns(sweepId: string, after: number, signal?: AbortSignal): Promise<Run[]> {
  const query = new URLSearchParams({ after: String(after), limit: String(ALL) });
  return get(`/sweeps/${encodeURIComponent(sweepId)}/runs?${query.toString()}`, z.array(runSchema), signal);
}

export const runsQuery = (sweepId: string) =>
  queryOptions({
    queryKey: ['sweep', sweepId, 'runs'],
    queryFn: ({ signal }) => fetchRuns(sweepId, 0, signal),
    // What changes arrives by itself; a second look at all of it would undo the point of "after".
    staleTime: Infinity,
  });
