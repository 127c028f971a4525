import { queryOptions } from '@tanstack/react-query';
import { get } from './client';
import { adviceSchema } from './analysis-schemas';

/** How the next sweep should differ. */
export const adviceQuery = (sweepId: string) =>
  queryOptions({
    queryKey: ['sweep', sweepId, 'advice'],
    queryFn: ({ signal }) => get(`/sweeps/${encodeURIComponent(sweepId)}/advice`, adviceSchema, signal),
  });
