import { queryOptions } from '@tanstack/react-query';
import { get } from '@/api/client';
import { MOST_POINTS } from '@/api/curve-points';
import { sweepMetricsSchema } from '@/api/schemas';

/** One metric of each of some runs. */
export const curvesQuery = (ids: readonly string[], key: string) =>
  queryOptions({
    queryKey: ['compare', ids, 'curves', key],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({ runs: ids.join(','), key, max_points: String(MOST_POINTS) });
      return get(`/compare/metrics?${query.toString()}`, sweepMetricsSchema, signal);
    },
  });
