import { queryOptions } from '@tanstack/react-query';
import { get } from '@/api/client';
import { MOST_POINTS } from '@/api/curve-points';
import { runMetricsSchema } from '@/api/schemas';

/** All that a run measured, by epoch. */
export const metricsQuery = (runId: string) =>
  queryOptions({
    queryKey: ['run', runId, 'metrics'],
    queryFn: ({ signal }) =>
      get(`/runs/${encodeURIComponent(runId)}/metrics?max_points=${MOST_POINTS}`, runMetricsSchema, signal),
  });
