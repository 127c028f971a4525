import { queryOptions } from '@tanstack/react-query';
import { get } from '@/api/client';
import { runLogSchema } from '@/api/schemas';

/** Its owner records it this often, in milliseconds, and tells nobody. */
const RECORDED_EVERY = 5_000;

/** What a run wrote, asked for again and again while it is trained. */
export const logQuery = (runId: string, isTrained: boolean) =>
  queryOptions({
    queryKey: ['run', runId, 'log'],
    queryFn: ({ signal }) => get(`/runs/${encodeURIComponent(runId)}/log`, runLogSchema, signal),
    refetchInterval: isTrained && RECORDED_EVERY,
  });

/** Where it is as a file. */
export function logPath(runId: string): string {
  return `/runs/${encodeURIComponent(runId)}/log.txt`;
}
