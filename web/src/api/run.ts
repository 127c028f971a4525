import { queryOptions } from '@tanstack/react-query';
import { get } from './client';
import { runDetailSchema } from './schemas';

/** One run with its evaluation and the command that reproduces it; several features show it. */
export const runQuery = (runId: string) =>
  queryOptions({
    queryKey: ['run', runId],
    queryFn: ({ signal }) => get(`/runs/${encodeURIComponent(runId)}`, runDetailSchema, signal),
  });
