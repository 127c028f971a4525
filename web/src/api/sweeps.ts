import { queryOptions } from '@tanstack/react-query';
import { get } from './client';
import { sweepsSchema } from './schemas';

/** All sweeps that are not deleted; several features list them. */
export const sweepsQuery = queryOptions({
  queryKey: ['sweeps'],
  queryFn: ({ signal }) => get('/sweeps', sweepsSchema, signal),
});
