import { queryOptions } from '@tanstack/react-query';
import { get } from '@/api/client';
import { adviceSchema } from '@/api/schemas';

/** How the next sweep should differ. */
export const adviceQuery = (sweepId: string) =>
  queryOptions({
    queryKey: ['sweep', sweepId, 'advice'],
    queryFn: ({ signal }) => get(`/sweeps/${encodeURIComponent(sweepId)}/advice`, adviceSchema, signal),
  });
