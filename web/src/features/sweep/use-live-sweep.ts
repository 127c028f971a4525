import { useQueryClient, type Query, type QueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ApiError } from '@/api/client';
import { useChanges, type Batch } from '@/api/events';
import type { Run, Sweep } from '@/api/schemas';
import { sweepQuery } from '@/api/sweep';
import { curvesQuery, fetchCurves } from './api/metrics';
import { runsQuery } from './api/runs';
import { AskedAgain } from './model/asked-again';
import { idsFilter } from './model/filter-text';

const ENDED: ReadonlySet<Run['status']> = new Set(['FINISHED', 'PRUNED', 'FAILED', 'KILLED']);

/** Beyond this many changed runs, one answer with all curves costs less than one each. */
const FEW = 6;

/** What the server says of all runs together. */
const TOGETHER = ['importance', 'diagnosis', 'run-findings', 'winner', 'advice', 'decisions'];

/**
 * Keeps a sweep's page live: with each batch, only what changed since the last known sequence number is fetched.
 *
 * @param known whether its runs are: before, nothing else is asked for
 */
export function useLiveSweep(address: string, sweep: Sweep, known: boolean): void {
  const client = useQueryClient();
  const { sweep_id: id } = sweep;
  const [together] = useState(
    () => new AskedAgain(() => Promise.all(TOGETHER.map((part) => client.invalidateQueries({ queryKey: ['sweep', id, part] })))),
  );
  useEffect(() => {
    if (known) together.begin(standing(client, address, id));
  }, [client, address, id, known, together]);
  useChanges(async (batch: Batch) => {
    const mine = batch.changes.filter((change) => change.sweep_id === id);
    if (!batch.resync && mine.length === 0) return;
    const epochs = new Set(mine.flatMap((change) => (change.run_id === null ? [] : [change.run_id])));
    await Promise.all([
      client.invalidateQueries({ queryKey: sweepQuery(address).queryKey, exact: true }),
      refreshRuns(client, id),
      refreshCurves(client, id, [...epochs], batch.resync),
    ]);
    together.tell(standing(client, address, id));
  });
}

/** What the runs say together changes with it: how many have ended, and what the sweep says of itself, as after its finals. */
function standing(client: QueryClient, address: string, sweepId: string): string {
  const sweep = client.getQueryData(sweepQuery(address).queryKey);
  const ended = (client.getQueryData(runsQuery(sweepId).queryKey) ?? []).filter(({ status }) => ENDED.has(status)).length;
  return [ended, sweep?.status, sweep?.best_run_id].join(' ');
}

async function refreshRuns(client: QueryClient, sweepId: string): Promise<void> {
  const { queryKey } = runsQuery(sweepId);
  await client.invalidateQueries({ queryKey });
  await client.invalidateQueries({
    queryKey: ['sweep', sweepId, 'matches'],
    predicate: ({ state }) => !isRefused(state.error), // what can't be read now can't be read later
  });
}

function isRefused(error: unknown): boolean {
  return error instanceof ApiError && error.problems.length > 0;
}

/** Which runs are the best of very many changes when one has ended; the curves of those that go on are asked for by themselves. */
function isOfTheBest({ queryKey }: Query): boolean {
  return queryKey[4] === 'best';
}

async function refreshCurves(client: QueryClient, sweepId: string, runIds: string[], resync: boolean): Promise<void> {
  const queryKey = ['sweep', sweepId, 'curves'];
  if (resync || runIds.length > FEW) {
    await client.invalidateQueries({ queryKey, predicate: (query) => resync || !isOfTheBest(query) });
    return;
  }
  if (runIds.length === 0) return;
  const shown = client.getQueryCache().findAll({ queryKey, predicate: (query) => !isOfTheBest(query) });
  await Promise.all(
    shown.map(async (query) => {
      const key = String(query.queryKey[3]);
      const isOfAll = query.queryKey.length === 4;
      if (!isOfAll || !query.isActive() || query.state.data === undefined) {
        await client.invalidateQueries({ queryKey: query.queryKey });
        return;
      }
      const fresh = await fetchCurves(sweepId, idsFilter(runIds), key);
      client.setQueryData(curvesQuery(sweepId, key).queryKey, (old) => old && { ...old, runs: new Map([...old.runs, ...fresh]) });
    }),
  );
}
