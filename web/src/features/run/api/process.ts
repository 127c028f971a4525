import { queryOptions } from '@tanstack/react-query';
import { get } from '@/api/client';
import { processUsageSchema } from '@/api/schemas';

/** What the process used of the machine while it trained the run; its samples come as changes of the run. */
export const processQuery = (runId: string) =>
  queryOptions({
    queryKey: ['run', runId, 'process'],
    queryFn: ({ signal }) => get(`/runs/${encodeURIComponent(runId)}/process`, processUsageSchema, signal),
  });
