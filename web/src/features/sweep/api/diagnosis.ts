import { queryOptions } from '@tanstack/react-query';
import { get } from '@/api/client';
import { diagnosisSchema } from '@/api/analysis-schemas';

/** What the sweep's numbers say about themselves. */
export const diagnosisQuery = (sweepId: string) =>
  queryOptions({
    queryKey: ['sweep', sweepId, 'diagnosis'],
    queryFn: ({ signal }) => get(`/sweeps/${encodeURIComponent(sweepId)}/diagnosis`, diagnosisSchema, signal),
  });
