import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { get } from '@/api/client';
import { useChanges, type Batch } from '@/api/events';
import { sweepsSchema } from '@/api/schemas';
import { sweepQuery } from '@/api/sweep';
import { sweepsQuery } from '@/api/sweeps';
import { mergeSweeps } from '../model/merge-sweeps';

export const deletedSweepsQuery = queryOptions({
  queryKey: ['sweeps', 'deleted'],
  queryFn: ({ signal }) => get('/sweeps?deleted=true', sweepsSchema, signal),
});

const FEW = 4;

/** Keeps the list live: the changed sweeps alone are asked for, all of them when many or unknown ones changed. */
export function useLiveSweeps(): void {
  const client = useQueryClient();
  useChanges(async ({ resync, changes }: Batch) => {
    const known = client.getQueryData(sweepsQuery.queryKey);
    const changed = [...new Set(changes.map((change) => change.sweep_id))];
    const all = changed.every((id) => known?.some((sweep) => sweep.sweep_id === id));
    const gone = changes.some(({ kind }) => kind === 'delete');
    if (resync || gone || !known || !all || changed.length > FEW) {
      await client.invalidateQueries({ queryKey: sweepsQuery.queryKey });
      return;
    }
    const fresh = await Promise.all(changed.map((id) => client.query({ ...sweepQuery(id), staleTime: 0 })));
    client.setQueryData(sweepsQuery.queryKey, (sweeps) => sweeps && mergeSweeps(sweeps, fresh));
  });
}
