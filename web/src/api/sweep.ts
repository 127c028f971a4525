import { queryOptions } from '@tanstack/react-query';
import { get } from './client';
import { sweepSchema } from './schemas';

/** One sweep's record; several features show it. */
export const sweepQuery = (sweepId: string) =>
  queryOptions({
    queryKey: ['sweep', sweepId],
    queryFn: ({ signal }) => get(`/sweeps/${encodeURIComponent(sweepId)}`, sweepSchema, signal),
  });
