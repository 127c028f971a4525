import { queryOptions } from '@tanstack/react-query';
import { get } from '@/api/client';
import { winnerSchema } from '@/api/analysis-schemas';

/** What the best run is really worth. */
export const winnerQuery = (sweepId: string, bestRunId: string | null) =>
  queryOptions({
    queryKey: ['sweep', sweepId, 'winner', bestRunId],
    queryFn: ({ signal }) => get(`/sweeps/${encodeURIComponent(sweepId)}/winner`, winnerSchema, signal),
  });
