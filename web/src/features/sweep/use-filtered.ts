import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { Run } from '@/api/schemas';
import { matchesQuery } from './api/runs';

export type Filtered = {
  /** The runs that the applied filter leaves. */
  shown: readonly Run[];
  /** The filter that `shown` is of: the wanted one, or the last that could be answered. */
  applied: string;
  /** Nothing can be shown yet. */
  loading: boolean;
  /** Why the wanted filter is not applied. */
  error: Error | null;
  retry: () => void;
};

const NONE: readonly Run[] = [];

/**
 * The runs that a filter leaves. While it is asked about, and when it can't be read, the last good one stays.
 *
 * @param runs undefined until they are known
 * @param begun whether the first of them can be listed: until then nothing changes, so that all of the page changes once
 */
export function useFiltered(sweepId: string, filter: string, runs: readonly Run[] | undefined, begun: boolean): Filtered {
  const [good, setGood] = useState<string | null>(null);
  const wanted = useMatches(sweepId, filter, runs !== undefined);
  const refused = wanted.error !== null && wanted.data === undefined;
  const answered = filter === '' || (begun && wanted.data !== undefined);
  if (good !== filter && answered) setGood(filter);
  const kept = useMatches(sweepId, good ?? '', runs !== undefined);
  const applied = answered ? filter : (good ?? '');
  const numbers = applied === '' ? null : (applied === filter ? wanted : kept).data?.numbers;
  const loading = runs === undefined || numbers === undefined || (good === null && applied !== filter && !refused);
  const shown = useMemo(() => {
    if (loading) return NONE;
    return numbers ? runs.filter((run) => numbers.has(run.number)) : runs;
  }, [loading, numbers, runs]);
  const error = refused ? wanted.error : null;
  const { refetch } = wanted;
  return useMemo(() => ({ shown, applied, loading, error, retry: () => void refetch() }), [shown, applied, loading, error, refetch]);
}

function useMatches(sweepId: string, filter: string, enabled: boolean) {
  return useQuery({ ...matchesQuery(sweepId, filter), enabled: enabled && filter !== '' });
}
