import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { get } from './client';
import { useChanges } from './events';
import { serverSchema, type ExportLaunch, type Launch, type Server } from './schemas';

const LAUNCH_MILLISECONDS = 1_000;

export const serverQuery = queryOptions({
  queryKey: ['server'],
  queryFn: ({ signal }) => get('/server', serverSchema, signal),
  refetchInterval: ({ state }) => state.data !== undefined && isAtWork(state.data) && LAUNCH_MILLISECONDS,
});

function isAtWork({ starting, exporting }: Server): boolean {
  return starting.some(({ status }) => status === 'starting') || exporting.some(({ status }) => status === 'exporting');
}

/** What is known now of the launch that {@code answer} told of; null when the answer was what was asked for, or there is none. */
export function launchOf<L extends Launch | ExportLaunch>(
  answer: object | undefined,
  launches: readonly L[] | undefined,
): L | null {
  if (!answer || !('launch_id' in answer)) return null;
  const known = launches?.find(({ launch_id }) => launch_id === answer.launch_id);
  return known ?? { ...(answer as L), status: 'failed', problem: 'the server no longer knows of it; was it started again?' };
}

/** What the server does beyond showing; asked again when it comes back, for it may be another. Undefined until known. */
export function useServer(): Server | undefined {
  const client = useQueryClient();
  useChanges(({ resync }) => (resync ? client.invalidateQueries({ queryKey: serverQuery.queryKey }) : undefined));
  return useQuery(serverQuery).data;
}
