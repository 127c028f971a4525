import { infiniteQueryOptions } from '@tanstack/react-query';
import { get } from '@/api/client';
import { disagreementsSchema, type Part } from '@/api/comparison-schemas';

const PAGE = 48;

/** The images that some runs disagree on, page by page; without a part those that the server compares by. */
export const disagreementsQuery = (ids: readonly string[], part: Part | undefined) =>
  infiniteQueryOptions({
    queryKey: ['compare', ids, 'images', part],
    queryFn: ({ signal, pageParam }) => {
      const query = new URLSearchParams({
        runs: ids.join(','),
        offset: String(pageParam),
        limit: String(PAGE),
        ...(part && { part }),
      });
      return get(`/compare/images?${query.toString()}`, disagreementsSchema, signal);
    },
    initialPageParam: 0,
    getNextPageParam: ({ total }, _, offset) => (offset + PAGE < total ? offset + PAGE : undefined),
  });
