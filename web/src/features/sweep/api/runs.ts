import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { get } from '@/api/client';
import { runSchema, type Run } from '@/api/schemas';
import { mergeMatches, NO_MATCHES, type Matches } from '../model/matches';
import { lastSequence, mergeRuns, withoutDeleted } from '../model/merge-runs';

/** More than a sweep has; the server's own limit is for others. */
const ALL = 100_000;

/** With `after`, only the runs changed since that sequence number. */
function fetchRuns(sweepId: string, after: number, signal?: AbortSignal, filter?: string): Promise<Run[]> {
  const query = new URLSearchParams({ after: String(after), limit: String(ALL), ...(filter && { filter }) });
  return get(`/sweeps/${encodeURIComponent(sweepId)}/runs?${query.toString()}`, z.array(runSchema), signal);
}

function fetchDeleted(sweepId: string, signal?: AbortSignal): Promise<Run[]> {
  return get(`/sweeps/${encodeURIComponent(sweepId)}/runs?deleted=true`, z.array(runSchema), signal);
}

/** The runs of a sweep that somebody deleted. */
export const deletedRunsQuery = (sweepId: string) =>
  queryOptions({
    queryKey: ['sweep', sweepId, 'deleted'],
    queryFn: ({ signal }) => fetchDeleted(sweepId, signal),
  });

/** A sweep's runs. Fetched again, only what changed since is asked for and merged in. */
export const runsQuery = (sweepId: string) =>
  queryOptions({
    queryKey: ['sweep', sweepId, 'runs'],
    queryFn: async ({ client, queryKey, signal }) => {
      const known = client.getQueryData<Run[]>(queryKey) ?? [];
      const changed = await fetchRuns(sweepId, lastSequence(known), signal);
      if (known.length === 0) return mergeRuns(known, changed);
      const deleted = await fetchDeleted(sweepId, signal);
      client.setQueryData(deletedRunsQuery(sweepId).queryKey, deleted);
      return withoutDeleted(mergeRuns(known, changed), deleted);
    },
  });

/**
 * Which of a sweep's runs a filter is true of. Fetched again, only runs that changed since are asked for; so fetch the
 * sweep's runs again first.
 */
export const matchesQuery = (sweepId: string, filter: string) =>
  queryOptions({
    queryKey: ['sweep', sweepId, 'matches', filter],
    queryFn: async ({ client, queryKey, signal }) => {
      const runs = client.getQueryData<Run[]>(runsQuery(sweepId).queryKey) ?? [];
      const known = client.getQueryData<Matches>(queryKey) ?? NO_MATCHES;
      return mergeMatches(known, runs, await fetchRuns(sweepId, known.sequence, signal, filter));
    },
  });
