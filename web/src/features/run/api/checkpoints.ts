import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod/mini';
import { get } from '@/api/client';
import { checkpointSchema } from '@/api/schemas';

/** The epochs whose weights are kept. */
export const checkpointsQuery = (runId: string) =>
  queryOptions({
    queryKey: ['run', runId, 'checkpoints'],
    queryFn: ({ signal }) => get(`/runs/${encodeURIComponent(runId)}/checkpoints`, z.array(checkpointSchema), signal),
  });

/** Where one of them is as a file. */
export function checkpointPath(runId: string, epoch: number): string {
  return `/runs/${encodeURIComponent(runId)}/checkpoints/${epoch}`;
}
