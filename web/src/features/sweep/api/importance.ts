import { queryOptions } from '@tanstack/react-query';
import { get } from '@/api/client';
import { importanceSchema } from '@/api/analysis-schemas';

/** How much each hyperparameter mattered. */
export const importanceQuery = (sweepId: string) =>
  queryOptions({
    queryKey: ['sweep', sweepId, 'importance'],
    queryFn: ({ signal }) => get(`/sweeps/${encodeURIComponent(sweepId)}/importance`, importanceSchema, signal),
  });
