import { queryOptions } from '@tanstack/react-query';
import { get } from '@/api/client';
import { diagnosisSchema } from '@/api/analysis-schemas';

/** What a run's curves say about it. */
export const diagnosisQuery = (runId: string) =>
  queryOptions({
    queryKey: ['run', runId, 'diagnosis'],
    queryFn: ({ signal }) => get(`/runs/${encodeURIComponent(runId)}/diagnosis`, diagnosisSchema, signal),
  });
