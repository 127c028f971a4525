import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { get } from '@/api/client';
import { runColumnsSchema, runNumbersSchema } from '@/api/run-columns';
import { runsSchema, type Run } from '@/api/schemas';
import { mergeMatches, NO_MATCHES, type Matches } from '../model/matches';
import { lastSequence, mergeDeleted, mergeRuns, withoutDeleted } from '../model/merge-runs';

/** What the page shows of a run; not what is asked for with the run alone, and no seed, which is as random as it is long. */
const FIELDS =
  'run_id,number,attempt,parent,status,reason,parameters,metrics,epochs,best_epoch,seconds,band,tags,started_at,ended_at,sequence';

/** More digits than anything shows, fewer than half of what a double takes; parameters that repeat keep all. */
const DIGITS = '6';

/** So many can be looked at before the rest has come. */
const FIRST = 100;

function fetchColumns<T>(sweepId: string, query: Readonly<Record<string, string>>, schema: z.ZodType<T>, signal?: AbortSignal): Promise<T> {
  const text = new URLSearchParams({ fields: FIELDS, digits: DIGITS, ...query }).toString();
  return get(`/sweeps/${encodeURIComponent(sweepId)}/columns?${text}`, schema, signal);
}

/** With `after`, only the runs changed since that sequence number. */
async function fetchRuns(sweepId: string, after: number, signal?: AbortSignal): Promise<Run[]> {
  return (await fetchColumns(sweepId, { after: String(after) }, runColumnsSchema, signal)).runs;
}

/** The numbers of the runs that a filter is true of, of those changed since a sequence number. */
function fetchMatching(sweepId: string, after: number, filter: string, signal?: AbortSignal): Promise<number[]> {
  return fetchColumns(sweepId, { fields: 'number', after: String(after), filter }, runNumbersSchema, signal);
}

/** The first runs of the table, as it is filtered and sorted: of very many the rest takes its time. */
export const firstRunsQuery = (sweepId: string, filter: string, sort: string) =>
  queryOptions({
    queryKey: ['sweep', sweepId, 'first', filter, sort],
    queryFn: ({ signal }) =>
      fetchColumns(sweepId, { limit: String(FIRST), ...(filter && { filter }), ...(sort && { sort }) }, runColumnsSchema, signal),
    retry: false,
    staleTime: Infinity,
  });

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

/**
 * A sweep's runs, in the order of their numbers. Fetched again, only what changed since is asked for and merged in: the others
 * stay the same objects, and where nothing changed so does the list.
 */
export const runsQuery = (sweepId: string) =>
  queryOptions({
    queryKey: ['sweep', sweepId, 'runs'],
    structuralSharing: false,
    queryFn: async ({ client, queryKey, signal }) => {
      const known = client.getQueryData<Run[]>(queryKey) ?? [];
      const changed = await fetchRuns(sweepId, lastSequence(known), signal);
      if (known.length === 0) return mergeRuns(known, changed);
      const deletedKey = deletedRunsQuery(sweepId).queryKey;
      const gone = client.getQueryData(deletedKey) ?? [];
      const since = await fetchDeleted(sweepId, Math.max(lastSequence(known), lastSequence(gone)), signal);
      client.setQueryData(deletedKey, (old) => old && mergeDeleted(old, changed, since));
      // Somebody else may have asked what was deleted before: `gone` has it then, and `since` hasn't.
      const left = withoutDeleted(mergeRuns(known, changed), mergeDeleted(gone, changed, since));
      return changed.length === 0 && left.length === known.length ? known : left;
    },
  });

/**
 * Which of a sweep's runs a filter is true of. Fetched again, only runs that changed since are asked for; so fetch the
 * sweep's runs again first.
 */
export const matchesQuery = (sweepId: string, filter: string) =>
  queryOptions({
    queryKey: ['sweep', sweepId, 'matches', filter],
    structuralSharing: false,
    queryFn: async ({ client, queryKey, signal }) => {
      const runs = client.getQueryData<Run[]>(runsQuery(sweepId).queryKey) ?? [];
      const known = client.getQueryData<Matches>(queryKey) ?? NO_MATCHES;
      return mergeMatches(known, runs, await fetchMatching(sweepId, known.sequence, filter, signal));
    },
  });
