import { queryOptions } from '@tanstack/react-query';
import { get } from '@/api/client';
import { MOST_POINTS } from '@/api/curve-points';
import { sweepMetricsSchema, type SweepMetrics } from '@/api/schemas';
import { literal } from '../model/filter-text';

const segment = encodeURIComponent;

/** One metric of every run by epoch. */
export const curvesQuery = (sweepId: string, key: string) =>
  queryOptions({
    queryKey: ['sweep', sweepId, 'curves', key],
    queryFn: ({ signal }) =>
      get(
        `/sweeps/${segment(sweepId)}/metrics?key=${segment(key)}&max_points=${MOST_POINTS}`,
        sweepMetricsSchema,
        signal,
      ),
  });

/** The same of the best runs that a filter leaves, and how the others spread. */
export const bestCurvesQuery = (sweepId: string, key: string, filter: string, most: number) =>
  queryOptions({
    queryKey: ['sweep', sweepId, 'curves', key, 'best', filter],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({ key, max_points: String(MOST_POINTS), most: String(most), ...(filter && { filter }) });
      return get(`/sweeps/${segment(sweepId)}/metrics?${query.toString()}`, sweepMetricsSchema, signal);
    },
    // While another filter's are fetched the last ones stay.
    placeholderData: (last, query) => (query?.queryKey[3] === key ? last : undefined),
  });

/** The same of a few runs. */
export const someCurvesQuery = (sweepId: string, key: string, runIds: readonly string[]) =>
  queryOptions({
    queryKey: ['sweep', sweepId, 'curves', key, 'of', runIds],
    queryFn: ({ signal }) => fetchCurves(sweepId, runIds, key, signal),
    placeholderData: (last, query) => (query?.queryKey[3] === key ? last : undefined),
  });

export async function fetchCurves(sweepId: string, runIds: readonly string[], key: string, signal?: AbortSignal): Promise<SweepMetrics['runs']> {
  const filter = `run_id IN (${runIds.map((id) => literal(id) ?? '').join(', ')})`;
  const query = new URLSearchParams({ key, max_points: String(MOST_POINTS), filter });
  return (await get(`/sweeps/${segment(sweepId)}/metrics?${query.toString()}`, sweepMetricsSchema, signal)).runs;
}
