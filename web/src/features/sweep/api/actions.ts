import { useMutation, useQueryClient } from '@tanstack/react-query';
import { post } from '@/api/client';
import { sweepSchema } from '@/api/schemas';
import { sweepQuery } from '@/api/sweep';

/** Asks for the sweep to be stopped or gone on with; the owner obeys at its next heartbeat. */
export function useSweepAction(sweepId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (action: 'stop' | 'resume') => post(`/sweeps/${encodeURIComponent(sweepId)}/${action}`, sweepSchema),
    onSuccess: (sweep) => {
      client.setQueryData(sweepQuery(sweepId).queryKey, sweep);
    },
  });
}
