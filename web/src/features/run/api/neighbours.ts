import { queryOptions } from '@tanstack/react-query';
import { get } from '@/api/client';
import { runColumnsSchema } from '@/api/run-columns';
import { around, type Named, type Neighbours } from '../header/neighbours';

type Place = { sweepId: string; number: number; filter?: string | undefined; sort?: string | undefined };

async function list(sweepId: string, query: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Named[]> {
  const text = new URLSearchParams({ fields: 'run_id,number', ...query }).toString();
  const { runs } = await get(`/sweeps/${encodeURIComponent(sweepId)}/columns?${text}`, runColumnsSchema, signal);
  return runs.flatMap(({ run_id: id, number }) => (id === null ? [] : [{ run_id: id, number }]));
}

/** By number: of a sweep of thousands only these two are read. */
async function byNumber({ sweepId, number }: Place, signal: AbortSignal): Promise<Neighbours> {
  const [before, after] = await Promise.all([
    list(sweepId, { filter: `number < ${number}`, sort: '-number', limit: '1' }, signal),
    list(sweepId, { filter: `number > ${number}`, limit: '1' }, signal),
  ]);
  return { order: 'by number', previous: before[0] ?? null, next: after[0] ?? null };
}

/** The runs before and after a run, in the sweep's order or in that of its table. */
export const neighboursQuery = (place: Place) =>
  queryOptions({
    queryKey: ['sweep', place.sweepId, 'neighbours', place.number, place.filter, place.sort],
    queryFn: async ({ signal }) => {
      const { sweepId, number, filter, sort } = place;
      if (!filter && !sort) return byNumber(place, signal);
      const runs = await list(sweepId, { ...(filter && { filter }), ...(sort && { sort }) }, signal);
      return around(runs, number) ?? byNumber(place, signal);
    },
    // A filter that isn't understood is said on the sweep's page.
    retry: false,
  });
