import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
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
  const rest = useAfterwards(!first.isPending);
  const { data, error, refetch } = useQuery({ ...runsQuery(sweep.sweep_id), enabled: known || !many || rest });
  return { data, error, refetch, first: first.data };
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
