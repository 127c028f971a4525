import { useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod/mini';
import { post } from '@/api/client';

const changedSchema = z.object({ runs: z.array(z.string()) });

/** As many as one request changes. */
const MOST = 1000;

/** What is done to many runs of a sweep at once: to each thousand of them, or, where one can't be, to none of these. */
export type BulkChange =
  | { kind: 'delete' | 'undelete'; runs: readonly string[] }
  | { kind: 'tag'; runs: readonly string[]; name: string; /** Empty for no such tag. */ value: string };

export function useBulk(sweepId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ kind, runs, ...body }: BulkChange) => {
      const changed: string[] = [];
      for (let from = 0; from < runs.length; from += MOST) {
        const text = JSON.stringify({ runs: runs.slice(from, from + MOST), ...body });
        const path = `/sweeps/${encodeURIComponent(sweepId)}/runs/${kind}`;
        changed.push(...(await post(path, changedSchema, { type: 'application/json', text })).runs);
      }
      return { runs: changed };
    },
    onSettled: () => client.invalidateQueries(),
  });
}
