import { infiniteQueryOptions } from '@tanstack/react-query';
import { get } from '@/api/client';
import { runImagesSchema, type Part } from '@/api/comparison-schemas';

const PAGE = 48;

/** The images that a run takes for what they are not, or those of a cell of the confusion matrix, page by page. */
export const imagesQuery = (runId: string, part: Part, cell: readonly [label: number, predicted: number] | null) =>
  infiniteQueryOptions({
    queryKey: ['run', runId, 'images', part, cell],
    queryFn: ({ signal, pageParam }) => {
      const query = new URLSearchParams({
        part,
        offset: String(pageParam),
        limit: String(PAGE),
        ...(cell && { label: String(cell[0]), predicted: String(cell[1]) }),
      });
      return get(`/runs/${encodeURIComponent(runId)}/images?${query.toString()}`, runImagesSchema, signal);
    },
    initialPageParam: 0,
    getNextPageParam: ({ total }, _, offset) => (offset + PAGE < total ? offset + PAGE : undefined),
  });
