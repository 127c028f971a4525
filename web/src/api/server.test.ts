import { expect, test } from 'vitest';
import type { ExportLaunch, Launch } from './schemas';
import { launchOf, withThoseAtWork } from './server';

const launch: Launch = { launch_id: 'a', name: 'digits', status: 'starting', sweep_id: null, problem: null };
const exporting: ExportLaunch = { launch_id: 'c', run_id: 'r', status: 'exporting', export: null, problem: null };

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

test('launchOf_anExport_isTheLatestOrHasFailed', () => {
  const report = { run_id: 'r', directory: 'exports/r', test_accuracy: 0.99, verified: true, files: [] };
  const exported: ExportLaunch = { ...exporting, status: 'exported', export: report };
  expect(launchOf(exporting, [exported])).toEqual(exported);
  expect(launchOf(exporting, [])).toMatchObject({ run_id: 'r', status: 'failed' });
  expect(launchOf(report, [exported])).toBeNull();
});

test('withThoseAtWork_ofEnded_addsNone', () => {
  const seen = new Set(['b']);
  expect(withThoseAtWork(seen, [{ ...launch, status: 'failed' }, { ...exporting, launch_id: 'b' }])).toBe(seen);
  expect([...withThoseAtWork(seen, [launch, exporting])]).toEqual(['b', 'a', 'c']);
});
