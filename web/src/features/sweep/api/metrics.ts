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
