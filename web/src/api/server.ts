import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { get } from './client';
import { useChanges } from './events';
import { serverSchema, type Server } from './schemas';

const serverQuery = queryOptions({
  queryKey: ['server'],
  queryFn: ({ signal }) => get('/server', serverSchema, signal),
});

/** What the server does beyond showing; asked again when it comes back, for it may be another. Undefined until known. */
export function useServer(): Server | undefined {
  const client = useQueryClient();
  useChanges(({ resync }) => (resync ? client.invalidateQueries({ queryKey: serverQuery.queryKey }) : undefined));
  return useQuery(serverQuery).data;
}
