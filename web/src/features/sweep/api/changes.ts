import { useMutation, useQueryClient } from '@tanstack/react-query';
import { post } from '@/api/client';
import { sweepSchema } from '@/api/schemas';
import { sweepQuery } from '@/api/sweep';
import { bodyOf, type Wishes } from '../changes/wishes';

/** Asks for changes of a sweep; its owner obeys at its next heartbeat, or when it is resumed. */
export function useChange(address: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wishes: Wishes) =>
      post(`/sweeps/${encodeURIComponent(address)}/set`, sweepSchema, { type: 'application/json', text: bodyOf(wishes) }),
    onSuccess: (sweep) => client.setQueryData(sweepQuery(address).queryKey, sweep),
  });
}
