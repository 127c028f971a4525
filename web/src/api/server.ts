import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { get } from './client';
import { useChanges } from './events';
import { serverSchema, type Launch, type Server } from './server-schemas';

const LAUNCH_MILLISECONDS = 1_000;

export const serverQuery = queryOptions({
  queryKey: ['server'],
  queryFn: ({ signal }) => get('/server', serverSchema, signal),
  refetchInterval: ({ state }) => state.data !== undefined && isAtWork(state.data) && LAUNCH_MILLISECONDS,
});

function isAtWork({ starting }: Server): boolean {
  return starting.some(isUnderWay);
}

function isUnderWay({ status }: Launch): boolean {
  return status === 'starting';
}

const NONE: ReadonlySet<string> = new Set();

/** The launches that are at work, whoever asked for them, and what became of those that this page saw at work. */
export function useFollowed(launches: readonly Launch[] | undefined): readonly Launch[] {
  const [seen, setSeen] = useState(NONE);
  const all = withThoseAtWork(seen, launches ?? []);
  if (all !== seen) setSeen(all);
  return (launches ?? []).filter(({ launch_id }) => all.has(launch_id));
}

/** The ids with those of the launches at work; the same set when none is new. */
export function withThoseAtWork(seen: ReadonlySet<string>, launches: readonly Launch[]): ReadonlySet<string> {
  const fresh = launches.filter((launch) => isUnderWay(launch) && !seen.has(launch.launch_id));
  return fresh.length === 0 ? seen : new Set([...seen, ...fresh.map(({ launch_id }) => launch_id)]);
}

/** What is known now of the launch that {@code answer} told of; null when the answer was what was asked for, or there is none. */
export function launchOf(answer: object | undefined, launches: readonly Launch[] | undefined): Launch | null {
  if (!answer || !('launch_id' in answer)) return null;
  const known = launches?.find(({ launch_id }) => launch_id === answer.launch_id);
  return known ?? { ...(answer as Launch), status: 'failed', problem: 'the server no longer knows of it; was it started again?' };
}

/** What the server does beyond showing; asked again when it comes back, for it may be another. Undefined until known. */
export function useServer(): Server | undefined {
  const client = useQueryClient();
  useChanges(({ resync }) => (resync ? client.invalidateQueries({ queryKey: serverQuery.queryKey }) : undefined));
  return useQuery(serverQuery).data;
}
