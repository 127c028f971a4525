import { useQuery } from '@tanstack/react-query';
import type { Sweep } from '@/api/schemas';
import { firstRunsQuery, runsQuery } from './api/runs';
import type { View } from './model/view';

/** Of more runs than this the first ones are shown before the rest has come. */
const MANY = 500;

/** Whether a sweep has so many runs that its page doesn't fetch all of everything. */
export function isMany(sweep: Sweep): boolean {
  return Object.values(sweep.runs).reduce((sum, runs) => sum + runs, 0) > MANY;
}

/** All runs of a sweep; of very many first those that the table begins with, which nothing else waits for. */
export function useRuns(sweep: Sweep, view: View) {
  const many = isMany(sweep);
  const known = useQuery({ ...runsQuery(sweep.sweep_id), enabled: false }).data !== undefined;
  const first = useQuery({ ...firstRunsQuery(sweep.sweep_id, view.filter ?? '', view.sort ?? ''), enabled: many && !known });
  const { data, error, refetch } = useQuery({ ...runsQuery(sweep.sweep_id), enabled: known || !many || !first.isPending });
  return { data, error, refetch, first: first.data };
}
