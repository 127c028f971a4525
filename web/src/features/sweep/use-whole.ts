import { useQueries, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { withColumns } from '@/api/run-columns';
import type { Run } from '@/api/schemas';
import { columnQuery, firstRunsQuery, numbersQuery, runsQuery, wholeRunsQuery } from './api/runs';
import type { TableRow } from './runs/rows/table-rows';
import { useSweep, useSweepFacts } from './sweep-context';

/** More are asked for by column. */
const FEW = 50;

/** Gives runs with some of their fields, asked for where they aren't here: as people act on them. */
export function useWhole(): (runs: readonly Run[], fields: readonly string[]) => Promise<readonly Run[]> {
  const client = useQueryClient();
  const { sweep_id: sweepId } = useSweepFacts().sweep;
  return useCallback(
    async (runs, fields) => {
      const known = byNumber(client.getQueryData(runsQuery(sweepId).queryKey) ?? NO_RUNS);
      const parts = runs.flatMap(({ number }) => (known.get(number)?.run_id === null ? [number] : []));
      if (parts.length === 0) return runs;
      if (parts.length <= FEW) {
        const whole = byNumber(await client.query(wholeRunsQuery(sweepId, parts)));
        return runs.map((run) => whole.get(run.number) ?? run);
      }
      const columns = await Promise.all(fields.map((field) => client.query(columnQuery(sweepId, field))));
      const wanted = new Set(parts);
      return runs.map((run) => (wanted.has(run.number) ? withColumns(run, columns) : run));
    },
    [client, sweepId],
  );
}

/** A few runs, whole; null while some are asked for. */
export function useWholeRuns(runs: readonly Run[]): readonly Run[] | null {
  const { sweep_id: sweepId } = useSweepFacts().sweep;
  const parts = runs.flatMap(({ run_id: id, number }) => (id === null ? [number] : []));
  const { data } = useQuery({ ...wholeRunsQuery(sweepId, parts), enabled: parts.length > 0 });
  if (parts.length === 0) return runs;
  return data ? runs.map((run) => data.find(({ number }) => number === run.number) ?? run) : null;
}

/** Runs a stretch of a list: so many are asked for at once. */
const STRETCH = 32;

/** What runs are asked for of a table of which some rows are in sight, each stretch by itself: those that aren't known whole. */
function stretches(rows: readonly TableRow[], first: number, end: number, known: ReadonlyMap<number, Run>): number[][] {
  const found: number[][] = [];
  for (let from = Math.floor(first / STRETCH) * STRETCH; from < Math.min(end, rows.length); from += STRETCH) {
    const stretch = rows.slice(from, from + STRETCH);
    const parts = stretch.flatMap((row) => (row.kind === 'run' && row.run.run_id === null && !known.has(row.run.number) ? [row.run.number] : []));
    if (parts.length > 0) found.push(parts);
  }
  return found;
}

/** Of a table's runs those that are in sight, whole. */
export type Seen = { /** By number. */ whole: ReadonlyMap<number, Run>; /** Whether none is being asked for. */ ready: boolean };

const NO_RUNS: readonly Run[] = [];

export function useSeen(rows: readonly TableRow[], first: number, end: number): Seen {
  const { sweep, view } = useSweep();
  const begun = useQuery({ ...firstRunsQuery(sweep.sweep_id, view.filter ?? '', view.sort ?? ''), enabled: false }).data?.runs ?? NO_RUNS;
  const known = useMemo(() => byNumber(begun), [begun]);
  const asked = useMemo(() => stretches(rows, first, end, known), [rows, first, end, known]);
  const combine = useCallback(
    (results: readonly UseQueryResult<Run[]>[]): Seen => ({
      whole: byNumber([...begun, ...results.flatMap(({ data }) => data ?? [])]),
      ready: results.every(({ isPending }) => !isPending),
    }),
    [begun],
  );
  return useQueries({ queries: asked.map((numbers) => wholeRunsQuery(sweep.sweep_id, numbers)), combine });
}

function byNumber(runs: readonly Run[]): Map<number, Run> {
  return new Map(runs.map((run) => [run.number, run]));
}

/** The numbers of a few runs by their ids, as far as they are known; the same as long as they are. */
export function useNumbers(ids: readonly string[]): ReadonlyMap<string, number> {
  const { sweep, runs, waiting } = useSweepFacts();
  const known = useMemo(() => {
    const wanted = new Set(ids);
    return wanted.size === 0 ? [] : runs.flatMap(({ run_id: id, number }) => (id !== null && wanted.has(id) ? [[id, number] as const] : []));
  }, [ids, runs]);
  const { data = [] } = useQuery({ ...numbersQuery(sweep.sweep_id, ids), enabled: !waiting && known.length < new Set(ids).size });
  const text = JSON.stringify([...known, ...data]);
  return useMemo(() => new Map(JSON.parse(text) as [string, number][]), [text]);
}
