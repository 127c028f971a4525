import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { get } from './client';
import { useChanges } from './events';
import { serverSchema, type Launch, type Server, type Sweep } from './schemas';

const LAUNCH_MILLISECONDS = 1_000;

export const serverQuery = queryOptions({
  queryKey: ['server'],
  queryFn: ({ signal }) => get('/server', serverSchema, signal),
  refetchInterval: ({ state }) => state.data?.starting.some(isStarting) === true && LAUNCH_MILLISECONDS,
});

function isStarting({ status }: Launch): boolean {
  return status === 'starting';
}

/** What is known now of the start that {@code answer} told of; null when the answer was the sweep, or there is none. */
export function launchOf(answer: Sweep | Launch | undefined, server: Server | undefined): Launch | null {
  if (!answer || !('launch_id' in answer)) return null;
  const known = server?.starting.find(({ launch_id }) => launch_id === answer.launch_id);
  return known ?? { ...answer, status: 'failed', problem: 'the server no longer knows of it; was it started again?' };
}

/** What the server does beyond showing; asked again when it comes back, for it may be another. Undefined until known. */
export function useServer(): Server | undefined {
  const client = useQueryClient();
  useChanges(({ resync }) => (resync ? client.invalidateQueries({ queryKey: serverQuery.queryKey }) : undefined));
  return useQuery(serverQuery).data;
}
