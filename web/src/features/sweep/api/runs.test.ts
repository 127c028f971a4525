import { QueryClient } from '@tanstack/react-query';
import { afterEach, expect, test, vi } from 'vitest';
import type { Run } from '@/api/schemas';
import { aRun, columnsOf } from '../model/test-runs';
import { deletedRunsQuery, runsQuery } from './runs';

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
