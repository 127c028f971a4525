import { useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { post } from '@/api/client';

const changedSchema = z.object({ runs: z.array(z.string()) });

/** What is done to many runs of a sweep at once: to all of them, or, where one can't be, to none. */
export type BulkChange =
  | { kind: 'delete' | 'undelete'; runs: readonly string[] }
  | { kind: 'tag'; runs: readonly string[]; name: string; /** Empty for no such tag. */ value: string };

export function useBulk(sweepId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ kind, ...body }: BulkChange) =>
      post(`/sweeps/${encodeURIComponent(sweepId)}/runs/${kind}`, changedSchema, { type: 'application/json', text: JSON.stringify(body) }),
    onSuccess: () => client.invalidateQueries(),
  });
}
