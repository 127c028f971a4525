import { queryOptions } from '@tanstack/react-query';
import { get } from '@/api/client';
import { runFindingsSchema } from '@/api/analysis-schemas';

/** How many of the sweep's runs have which finding: of very many the server's first answer takes seconds. */
export const runFindingsQuery = (sweepId: string) =>
  queryOptions({
    queryKey: ['sweep', sweepId, 'run-findings'],
    queryFn: ({ signal }) => get(`/sweeps/${encodeURIComponent(sweepId)}/run-findings`, runFindingsSchema, signal),
  });
