import { queryOptions } from '@tanstack/react-query';
import { get } from '@/api/client';
import { diagnosisSchema } from '@/api/analysis-schemas';

/** So many of the runs that show something are named. */
export const RUNS_NAMED = 6;

/** What the sweep's numbers say about themselves. */
export const diagnosisQuery = (sweepId: string) =>
  queryOptions({
    queryKey: ['sweep', sweepId, 'diagnosis'],
    queryFn: ({ signal }) => get(`/sweeps/${encodeURIComponent(sweepId)}/diagnosis?ids=${RUNS_NAMED}`, diagnosisSchema, signal),
  });
