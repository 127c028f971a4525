import { queryOptions } from '@tanstack/react-query';
import { get } from '@/api/client';
import { MOST_POINTS } from '@/api/curve-points';
import { runMetricsSchema, sweepMetricsSchema, type SweepMetrics } from '@/api/schemas';

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
    queryFn: () => fetchCurves(runIds, key),
    placeholderData: (last, query) => (query?.queryKey[3] === key ? last : undefined),
  });

/** A list of keys splits at commas and forgets outer spaces; for a key that it can't name, all are asked for. */
function keysText(key: string): string {
  return key.includes(',') || key.trim() !== key ? '' : segment(key);
}

/** The same for a few runs. */
export async function fetchCurves(runIds: readonly string[], key: string): Promise<SweepMetrics['runs']> {
  const answers = await Promise.all(
    runIds.map((id) =>
      get(`/runs/${segment(id)}/metrics?keys=${keysText(key)}&max_points=${MOST_POINTS}`, runMetricsSchema),
    ),
  );
  return Object.fromEntries(answers.map((answer) => [answer.run_id, answer.metrics[key] ?? []]));
}
