import { queryOptions } from '@tanstack/react-query';
import { get } from '@/api/client';
import { federatedSchema } from '@/api/federated';

/** Which labels each client has, and who took part in each round. */
export const federatedQuery = (runId: string) =>
  queryOptions({
    queryKey: ['run', runId, 'federated'],
    queryFn: ({ signal }) => get(`/runs/${encodeURIComponent(runId)}/federated`, federatedSchema, signal),
  });
