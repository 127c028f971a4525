import { expect, test } from 'vitest';
import type { Launch, Server } from './schemas';
import { launchOf } from './server';

const launch: Launch = { launch_id: 'a', name: 'digits', status: 'starting', sweep_id: null, problem: null };
const server = (...starting: Launch[]): Server => ({ starts_sweeps: true, starting });

test('launchOf_whatTheServerKnows_isTheLatest', () => {
  const failed: Launch = { ...launch, status: 'failed', problem: 'no mirror answers' };
  expect(launchOf(launch, server({ ...launch, launch_id: 'b' }, failed))).toEqual(failed);
});

test('launchOf_serverThatWasStartedAgain_hasFailed', () => {
  expect(launchOf(launch, server())).toMatchObject({ name: 'digits', status: 'failed' });
});

test('launchOf_nothingAsked_isNone', () => {
  expect(launchOf(undefined, server(launch))).toBeNull();
});
