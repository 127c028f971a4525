import { keepPreviousData, queryOptions, useQueryClient } from '@tanstack/react-query';
import { get, getPart } from '@/api/client';
import { useChanges, type Batch } from '@/api/events';
import { listedSweepsSchema, sweepChoicesSchema, sweepsSchema } from '@/api/schemas';
import { sweepQuery } from '@/api/sweep';
import { useLatest } from '@/ui/use-latest';
import { mergeSweeps } from '../model/merge-sweeps';
import { isListed, queryText, type ListView } from '../model/view';

/** A page of the list, with each sweep's best run. */
export const pageQuery = (view: ListView) =>
  queryOptions({
    queryKey: ['sweeps', 'page', queryText(view)],
    queryFn: ({ signal }) => getPart(`/sweeps?best=true&${queryText(view)}`, listedSweepsSchema, signal),
    placeholderData: keepPreviousData,
  });

export const choicesQuery = queryOptions({
  queryKey: ['sweeps', 'choices'],
  queryFn: ({ signal }) => get('/sweep-choices', sweepChoicesSchema, signal),
});

export const deletedSweepsQuery = queryOptions({
  queryKey: ['sweeps', 'deleted'],
  queryFn: ({ signal }) => get('/sweeps?deleted=true', sweepsSchema, signal),
});

const FEW = 4;

/** Keeps the page live: the changed sweeps alone are asked for, the page when many or unknown ones changed. */
export function useLiveSweeps(view: ListView): void {
  const client = useQueryClient();
  const latest = useLatest(view);
  useChanges(async ({ resync, changes }: Batch) => {
    const { queryKey } = pageQuery(latest.current);
    const known = client.getQueryData(queryKey)?.items;
    const changed = [...new Set(changes.map((change) => change.sweep_id))];
    const all = changed.every((id) => known?.some((sweep) => sweep.sweep_id === id));
    const gone = changes.some(({ kind }) => kind === 'delete');
    if (resync || gone || !known || !all || changed.length > FEW) {
      await client.invalidateQueries({ queryKey: ['sweeps'] });
      return;
    }
    const fresh = await Promise.all(changed.map((id) => client.query({ ...sweepQuery(id), staleTime: 0 })));
    if (!fresh.every((sweep) => isListed(sweep, latest.current))) {
      await client.invalidateQueries({ queryKey: ['sweeps'] });
      return;
    }
    client.setQueryData(queryKey, (page) => page && { ...page, items: mergeSweeps(page.items, fresh) });
  });
}
