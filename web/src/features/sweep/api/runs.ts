import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { get } from '@/api/client';
import { runSchema, type Run } from '@/api/schemas';
import { lastSequence, mergeRuns } from '../model/merge-runs';

/** More than a sweep has; the server's own limit is for others. */
const ALL = 100_000;

/** With `after`, only the runs changed since that sequence number. */
function fetchRuns(sweepId: string, after: number, signal?: AbortSignal): Promise<Run[]> {
  const query = new URLSearchParams({ after: String(after), limit: String(ALL) });
  return get(`/sweeps/${encodeURIComponent(sweepId)}/runs?${query.toString()}`, z.array(runSchema), signal);
}

/** A sweep's runs. Fetched again, only what changed since is asked for and merged in. */
export const runsQuery = (sweepId: string) =>
  queryOptions({
    queryKey: ['sweep', sweepId, 'runs'],
    queryFn: async ({ client, queryKey, signal }) => {
      const known = client.getQueryData<Run[]>(queryKey) ?? [];
      return mergeRuns(known, await fetchRuns(sweepId, lastSequence(known), signal));
    },
  });
