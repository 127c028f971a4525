import { useMutation, useQueryClient } from '@tanstack/react-query';
import { post } from './client';
import { startSchema } from './server-schemas';
import { serverQuery } from './server';
import { sweepQuery } from './sweep';

/** Asks for the sweep to be stopped or gone on with; the owner obeys at its next heartbeat. */
export function useSweepAction(sweepId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (action: 'stop' | 'resume') => post(`/sweeps/${encodeURIComponent(sweepId)}/${action}`, startSchema),
    onSuccess: (answer) => {
      if ('launch_id' in answer) return client.invalidateQueries({ queryKey: serverQuery.queryKey });
      client.setQueryData(sweepQuery(sweepId).queryKey, answer);
      return undefined;
    },
  });
}
