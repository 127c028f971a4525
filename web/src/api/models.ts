import { queryOptions } from '@tanstack/react-query';
import { get } from './client';
import { modelsSchema } from './model-schemas';

/** A move of an alias raises no event. */
const LOOK_MILLISECONDS = 5_000;

/** The registered models; several features name them. */
export const modelsQuery = queryOptions({
  queryKey: ['models'],
  queryFn: ({ signal }) => get('/models', modelsSchema, signal),
  refetchInterval: LOOK_MILLISECONDS,
});
