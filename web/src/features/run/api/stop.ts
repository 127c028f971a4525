import { useMutation, useQueryClient } from '@tanstack/react-query';
import { post } from '@/api/client';
import { runQuery } from '@/api/run';
import { runSchema } from '@/api/schemas';

/** Asks for a run to be stopped for good; the sweep's owner obeys at its next heartbeat. */
export function useStopRun(address: string, runId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => post(`/runs/${encodeURIComponent(runId)}/stop`, runSchema),
    onSuccess: () => client.invalidateQueries({ queryKey: runQuery(address).queryKey }),
  });
}
