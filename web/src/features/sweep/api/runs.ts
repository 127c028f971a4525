import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod/mini';
import { get } from '@/api/client';
import { columnOf, runColumnsSchema, runNumbersSchema } from '@/api/run-columns';
import { runsSchema, type Run, type RunRecord, type Sweep } from '@/api/schemas';
import { mergeMatches, NO_MATCHES, type Matches } from '../model/matches';
import { idsFilter } from '../model/filter-text';
import { numbersFilter } from '../model/numbers';
import { lastSequence, mergeDeleted, mergeRuns, withoutDeleted } from '../model/merge-runs';

/** What the page shows of a run; not what is asked for with the run alone, and no seed, which is as random as it is long. */
const FIELDS =
  'run_id,number,attempt,parent,status,reason,parameters,metrics,epochs,best_epoch,seconds,band,tags,started_at,ended_at,sequence';

/** Of very many runs what every chart and the table's order need: the rest is asked for column by column, or of few runs. */
const FEW_FIELDS = 'number,attempt,parent,status,reason,parameters,epochs,best_epoch,band,tags,sequence,metrics.test_accuracy';

/** More digits than anything shows, fewer than half of what a double takes; parameters that repeat keep all. */
const DIGITS = '6';

/** As many as a chart, a tip or the table shows of a hyperparameter. */
const DRAWN_DIGITS = '4';

const ALL_DIGITS = '17';

/** So many can be looked at before the rest has come. */
const FIRST = 100;

function fetchColumns<T>(sweepId: string, query: Readonly<Record<string, string>>, schema: z.ZodMiniType<T>, signal?: AbortSignal): Promise<T> {
  const text = new URLSearchParams({ fields: FIELDS, digits: DIGITS, ...query }).toString();
  return get(`/sweeps/${encodeURIComponent(sweepId)}/columns?${text}`, schema, signal);
}

/** With `after`, only the runs changed since that sequence number, and all that the page shows of these. */
async function fetchRuns(sweepId: string, after: number, fields: string, signal?: AbortSignal): Promise<Run[]> {
  return (await fetchColumns(sweepId, { after: String(after), ...(after === 0 && { fields, ...(fields !== FIELDS && { parameter_digits: DRAWN_DIGITS }) }) }, runColumnsSchema, signal)).runs;
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

/** What is asked for first of all runs of a sweep that has very many. */
export function fewFields({ metric }: Pick<Sweep, 'metric'>): string {
  return metric ? `${FEW_FIELDS},${asked(`metrics.${metric.name}`)}` : FEW_FIELDS;
}

/** A list of fields has commas between them. */
function asked(field: string): string {
  return field.includes(',') ? 'metrics' : field;
}

/** One more value of all of them. */
export const columnQuery = (sweepId: string, field: string) =>
  queryOptions({
    queryKey: ['sweep', sweepId, 'column', field],
    queryFn: async ({ signal }) => columnOf(field, await fetchColumns(sweepId, { fields: `number,${asked(field)}`, ...(field === 'parameters' && { digits: ALL_DIGITS }) }, runColumnsSchema, signal)),
    staleTime: Infinity, // a run that changes comes whole
  });

/** A few runs, whole. */
export const wholeRunsQuery = (sweepId: string, numbers: readonly number[]) =>
  queryOptions({
    queryKey: ['sweep', sweepId, 'whole', numbers],
    queryFn: async ({ signal }) => (await fetchColumns(sweepId, { filter: numbersFilter(numbers) }, runColumnsSchema, signal)).runs,
    staleTime: Infinity,
  });

/** The numbers of a few runs by their ids. */
export const numbersQuery = (sweepId: string, ids: readonly string[]) =>
  queryOptions({
    queryKey: ['sweep', sweepId, 'numbers', ids],
    queryFn: async ({ signal }) => {
      const { runs } = await fetchColumns(sweepId, { fields: 'run_id,number', filter: idsFilter(ids) }, runColumnsSchema, signal);
      return new Map(runs.flatMap(({ run_id: id, number }) => (id === null ? [] : [[id, number] as const])));
    },
    staleTime: Infinity,
  });

/** With `after`, only the runs deleted since that sequence number. */
function fetchDeleted(sweepId: string, after: number, signal?: AbortSignal): Promise<RunRecord[]> {
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
export const runsQuery = (sweepId: string, fields = FIELDS) =>
  queryOptions({
    queryKey: ['sweep', sweepId, 'runs'],
    structuralSharing: false,
    queryFn: async ({ client, queryKey, signal }) => {
      const known = client.getQueryData<Run[]>(queryKey) ?? [];
      const changed = await fetchRuns(sweepId, lastSequence(known), fields, signal);
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
    staleTime: Infinity, // asked for again when runs change
  });
