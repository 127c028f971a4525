import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { get } from '@/api/client';
import { comparisonSchema } from '@/api/comparison-schemas';

/** Runs beside each other; of other ones the last stay until these are there. */
export const compareQuery = (ids: readonly string[], baseline: string | undefined) =>
  queryOptions({
    queryKey: ['compare', ids, 'record', baseline],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({ runs: ids.join(','), ...(baseline && { baseline }) });
      return get(`/compare?${query.toString()}`, comparisonSchema, signal);
    },
    enabled: ids.length > 0,
    placeholderData: keepPreviousData,
  });
