import { useQueries, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { runQuery } from '@/api/run';
import { withColumns, type Column } from '@/api/run-columns';
import type { Run, Sweep } from '@/api/schemas';
import { columnQuery, fewFields, firstRunsQuery, runsQuery } from './api/runs';
import { bestNumber } from './model/best-run';
import { names } from './model/names';
import type { View } from './model/view';
import { wantedFields } from './model/wanted-fields';

/** Of more runs than this the first ones are shown before the rest has come. */
const MANY = 500;

/** Whether a sweep has so many runs that its page doesn't fetch all of everything. */
export function isMany(sweep: Sweep): boolean {
  return Object.values(sweep.runs).reduce((sum, runs) => sum + runs, 0) > MANY;
}

/**
 * All runs of a sweep; of very many first those that the table begins with, which nothing else waits for, and of the others what
 * the page needs, with what the address asks for besides. `begun` is whether the table's first rows under the filter are here, or
 * won't be.
 */
export function useRuns(sweep: Sweep, view: View) {
  const many = isMany(sweep);
  const all = many ? runsQuery(sweep.sweep_id, fewFields(sweep)) : runsQuery(sweep.sweep_id);
  const known = useQuery({ ...all, enabled: false }).data !== undefined;
  const first = useQuery({ ...firstRunsQuery(sweep.sweep_id, view.filter ?? '', view.sort ?? ''), enabled: many && (!known || view.filter !== undefined) });
  const rest = useAfterwards(!first.isPending);
  const { data, error, refetch } = useQuery({ ...all, enabled: known || !many || rest });
  return { ...useWithColumns(sweep, view, data), error, refetch, first: first.data, begun: !many || !first.isPending };
}

/** The number of the run that the server takes for the best; null while that isn't known. */
export function useBestNumber(sweep: Sweep, runs: readonly Run[]): number | null {
  const { best_run_id: id } = sweep;
  const listed = useMemo(() => bestNumber(sweep, runs), [sweep, runs]);
  const { data } = useQuery({ ...runQuery(id ?? ''), enabled: id !== null && runs.length > 0 && listed === null });
  return listed ?? data?.number ?? null;
}

const NO_FIELDS: readonly string[] = [];

function useWithColumns(sweep: Sweep, view: View, runs: readonly Run[] | undefined): { data: readonly Run[] | undefined; /** Whether some of what the address asks for isn't here yet. */ asking: boolean } {
  const some = runs?.find(({ run_id: id }) => id === null);
  const fields = useMemo(() => {
    if (!some || !runs) return NO_FIELDS;
    return wantedFields(view, names(runs, 'metrics').filter((name) => name !== sweep.metric?.name && name !== 'test_accuracy'));
  }, [some, runs, view, sweep.metric?.name]);
  const columns = useQueries({ queries: fields.map((field) => columnQuery(sweep.sweep_id, field)), combine: loaded });
  const filled = useMemo(() => filling(columns), [columns]);
  const data = useMemo(() => (columns.length === 0 ? runs : runs?.map(filled)), [runs, columns, filled]);
  return { data, asking: columns.length < fields.length };
}

/** Fills a run of which only some values are here; one that stays the same once. */
function filling(columns: readonly Column[]): (run: Run) => Run {
  const filled = new WeakMap<Run, Run>();
  return (run) => {
    if (run.run_id !== null) return run;
    const known = filled.get(run) ?? withColumns(run, columns);
    filled.set(run, known);
    return known;
  };
}

function loaded(results: readonly UseQueryResult<Column>[]): readonly Column[] {
  return results.flatMap(({ data }) => data ?? []);
}

const DRAWN_MILLISECONDS = 100;

/** Whether something has been there long enough to be drawn before anything else is asked of the server. */
function useAfterwards(there: boolean): boolean {
  const [after, setAfter] = useState(false);
  useEffect(() => {
    if (!there) return undefined;
    const timer = setTimeout(() => setAfter(true), DRAWN_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [there]);
  return after;
}
