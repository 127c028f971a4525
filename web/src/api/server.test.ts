import { expect, test } from 'vitest';
import type { Launch } from './server-schemas';
import { launchOf, withThoseAtWork } from './server';

const launch: Launch = { launch_id: 'a', name: 'digits', status: 'starting', sweep_id: null, problem: null };

test('launchOf_whatTheServerKnows_isTheLatest', () => {
  const failed: Launch = { ...launch, status: 'failed', problem: 'no mirror answers' };
  expect(launchOf(launch, [{ ...launch, launch_id: 'b' }, failed])).toEqual(failed);
});

test('launchOf_serverThatWasStartedAgain_hasFailed', () => {
  expect(launchOf(launch, [])).toMatchObject({ name: 'digits', status: 'failed' });
});

test('launchOf_nothingAsked_isNone', () => {
  expect(launchOf(undefined, [launch])).toBeNull();
});

test('withThoseAtWork_ofEnded_addsNone', () => {
  const seen = new Set(['b']);
  expect(withThoseAtWork(seen, [{ ...launch, status: 'failed' }, { ...launch, launch_id: 'b' }])).toBe(seen);
  expect([...withThoseAtWork(seen, [launch, { ...launch, launch_id: 'c' }])]).toEqual(['b', 'a', 'c']);
});
