import { queryOptions } from '@tanstack/react-query';
import { get } from '@/api/client';
import { MOST_POINTS } from '@/api/curve-points';
import { numberedCurvesSchema, type NumberedCurves } from '@/api/curve-columns';
import { numbersFilter } from '../model/numbers';

const segment = encodeURIComponent;

/** More than any chart or tip shows. */
const DIGITS = '6';

/** One metric of every run by epoch. */
export const curvesQuery = (sweepId: string, key: string) =>
  queryOptions({
    queryKey: ['sweep', sweepId, 'curves', key],
    queryFn: ({ signal }) =>
      get(
        `/sweeps/${segment(sweepId)}/metrics?key=${segment(key)}&max_points=${MOST_POINTS}&digits=${DIGITS}`,
        numberedCurvesSchema,
        signal,
      ),
  });

/** The same of the best runs that a filter leaves, and how the others spread. */
export const bestCurvesQuery = (sweepId: string, key: string, filter: string, most: number) =>
  queryOptions({
    queryKey: ['sweep', sweepId, 'curves', key, 'best', filter],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({ key, max_points: String(MOST_POINTS), digits: DIGITS, most: String(most), ...(filter && { filter }) });
      return get(`/sweeps/${segment(sweepId)}/metrics?${query.toString()}`, numberedCurvesSchema, signal);
    },
    // While another filter's are fetched the last ones stay.
    placeholderData: (last, query) => (query?.queryKey[3] === key ? last : undefined),
  });

/** The same of a few runs. */
export const someCurvesQuery = (sweepId: string, key: string, numbers: readonly number[]) =>
  queryOptions({
    queryKey: ['sweep', sweepId, 'curves', key, 'of', numbers],
    queryFn: ({ signal }) => fetchCurves(sweepId, numbersFilter(numbers), key, signal),
    placeholderData: (last, query) => (query?.queryKey[3] === key ? last : undefined),
  });

/** Of the runs that a filter leaves. */
export async function fetchCurves(sweepId: string, filter: string, key: string, signal?: AbortSignal): Promise<NumberedCurves['runs']> {
  const query = new URLSearchParams({ key, max_points: String(MOST_POINTS), digits: DIGITS, filter });
  return (await get(`/sweeps/${segment(sweepId)}/metrics?${query.toString()}`, numberedCurvesSchema, signal)).runs;
}
