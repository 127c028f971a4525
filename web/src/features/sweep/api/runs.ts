import { queryOptions } from '@tanstack/react-query';
import { get } from '@/api/client';
import { runsSchema, type Run } from '@/api/schemas';
import { mergeMatches, NO_MATCHES, type Matches } from '../model/matches';
import { lastSequence, mergeDeleted, mergeRuns, withoutDeleted } from '../model/merge-runs';

/** More than a sweep has; the server's own limit is for others. */
const ALL = 100_000;

/** With `after`, only the runs changed since that sequence number. */
function fetchRuns(sweepId: string, after: number, signal?: AbortSignal, filter?: string): Promise<Run[]> {
  const query = new URLSearchParams({ after: String(after), limit: String(ALL), ...(filter && { filter }) });
  return get(`/sweeps/${encodeURIComponent(sweepId)}/runs?${query.toString()}`, runsSchema, signal);
}

/** With `after`, only the runs deleted since that sequence number. */
function fetchDeleted(sweepId: string, after: number, signal?: AbortSignal): Promise<Run[]> {
  const query = new URLSearchParams({ after: String(after), deleted: 'true' });
  return get(`/sweeps/${encodeURIComponent(sweepId)}/runs?${query.toString()}`, runsSchema, signal);
}

/** The runs of a sweep that somebody deleted. */
export const deletedRunsQuery = (sweepId: string) =>
  queryOptions({
    queryKey: ['sweep', sweepId, 'deleted'],
    queryFn: ({ signal }) => fetchDeleted(sweepId, 0, signal),
  });

/** A sweep's runs. Fetched again, only what changed since is asked for and merged in. */
export const runsQuery = (sweepId: string) =>
  queryOptions({
    queryKey: ['sweep', sweepId, 'runs'],
    queryFn: async ({ client, queryKey, signal }) => {
      const known = client.getQueryData<Run[]>(queryKey) ?? [];
      const changed = await fetchRuns(sweepId, lastSequence(known), signal);
      if (known.length === 0) return mergeRuns(known, changed);
      const deletedKey = deletedRunsQuery(sweepId).queryKey;
      const gone = client.getQueryData(deletedKey) ?? [];
      const since = await fetchDeleted(sweepId, Math.max(lastSequence(known), lastSequence(gone)), signal);
      client.setQueryData(deletedKey, (old) => old && mergeDeleted(old, changed, since));
      return withoutDeleted(mergeRuns(known, changed), mergeDeleted(gone, changed, since));
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
