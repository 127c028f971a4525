import { queryOptions } from '@tanstack/react-query';
import { get } from '@/api/client';
import { decisionsSchema } from '@/api/schemas';

/** What was decided about a sweep's runs. */
export const decisionsQuery = (sweepId: string) =>
  queryOptions({
    queryKey: ['sweep', sweepId, 'decisions'],
    queryFn: ({ signal }) => get(`/sweeps/${encodeURIComponent(sweepId)}/decisions`, decisionsSchema, signal),
  });
