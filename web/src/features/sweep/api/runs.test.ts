import { QueryClient } from '@tanstack/react-query';
import { afterEach, expect, test, vi } from 'vitest';
import type { Run } from '@/api/schemas';
import { aRun, aSweep, columnsOf } from '../model/test-runs';
import { deletedRunsQuery, fewFields, runsQuery } from './runs';

const run = (number: number, sequence: number): Run => aRun({ run_id: `run${number}`, number, sequence });

afterEach(() => vi.unstubAllGlobals());

/** Answers as the server would: what is listed, and what is deleted, after a sequence number. */
function serve(state: { listed: Run[]; deleted: Run[] }): URL[] {
  const asked: URL[] = [];
  vi.stubGlobal('fetch', (address: string) => {
    const url = new URL(address, 'http://localhost');
    asked.push(url);
    const runs = url.searchParams.get('deleted') === 'true' ? state.deleted : state.listed;
    const after = Number(url.searchParams.get('after') ?? 0);
    const changed = runs.filter(({ sequence }) => sequence > after);
    return Promise.resolve(Response.json(url.pathname.endsWith('/columns') ? columnsOf(changed) : changed));
  });
  return asked;
}

test('runs whose deletion is known already leave the list', async () => {
  const state = { listed: [run(1, 1), run(2, 2)], deleted: [] as Run[] };
  serve(state);
  const client = new QueryClient();
  const look = async () => (await client.query(runsQuery('s'))).map(({ number }) => number);

  expect(await look()).toEqual([1, 2]);
  state.listed = [run(1, 1)];
  state.deleted = [run(2, 3)];
  await client.query(deletedRunsQuery('s'));
  expect(await look()).toEqual([1]);
});

test('of very many runs a few fields are asked for at first, and all of what changed since', async () => {
  const asked = serve({ listed: [run(1, 1)], deleted: [] });
  const client = new QueryClient();
  const query = runsQuery('s', fewFields(aSweep()));
  await client.query(query);
  await client.invalidateQueries({ queryKey: query.queryKey });
  await client.query({ ...query, staleTime: 0 });
  const fields = asked.filter(({ pathname }) => pathname.endsWith('/columns')).map((url) => url.searchParams.get('fields')?.split(','));
  expect(fields[0]).toEqual(expect.arrayContaining(['number', 'sequence', 'parameters', 'metrics.val_accuracy']));
  for (const field of ['run_id', 'metrics', 'seconds', 'started_at']) {
    expect(fields[0]).not.toContain(field);
    expect(fields[1]).toContain(field);
  }
});

test('a metric whose name a list of fields would cut comes with all others', () => {
  expect(fewFields(aSweep({ metric: { name: 'a,b', goal: 'maximize', target: null } })).split(',')).toContain('metrics');
});

test('a further look at the runs asks only for what was deleted since', async () => {
  const state = { listed: [run(1, 1), run(2, 2), run(3, 3)], deleted: [run(4, 4)] };
  const asked = serve(state);
  const client = new QueryClient();
  const look = async () => (await client.query(runsQuery('s'))).map(({ number }) => number);
  const gone = () => client.getQueryData(deletedRunsQuery('s').queryKey)?.map(({ number }) => number);

  expect(await look()).toEqual([1, 2, 3]);
  await client.query(deletedRunsQuery('s'));
  state.listed = [run(1, 1), run(3, 3)];
  state.deleted.push(run(2, 5));
  expect(await look()).toEqual([1, 3]);
  expect(gone()).toEqual([2, 4]);

  state.deleted = [run(2, 5)];
  state.listed = [run(1, 1), run(3, 3), run(4, 6)];
  expect(await look()).toEqual([1, 3, 4]);
  expect(gone()).toEqual([2]);

  const deletedAfter = asked
    .filter((url) => url.searchParams.get('deleted') === 'true')
    .map((url) => url.searchParams.get('after'));
  expect(deletedAfter).toEqual(['0', '4', '5']);
});
