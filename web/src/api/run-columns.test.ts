import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runColumnsSchema } from './run-columns';
import { runsSchema, type Run } from './schemas';

const GOLDEN = new URL('../../../src/test/resources/golden/api/', import.meta.url);
const golden = (name: string): unknown => JSON.parse(readFileSync(new URL(`${name}.json`, GOLDEN), 'utf8'));

/** All that a list shows, and its values by name, as an object literal has them. */
function shown(run: Run) {
  const intervals = Object.fromEntries(Object.entries(run.intervals).map(([name, ends]) => [name, ends.map((end) => end.toFixed(12))]));
  return { ...run, parent: run.parent ?? null, intervals, phases: null, environment: null, images: null };
}

test('runColumns_ofAllFields_areTheRecordsOfTheList', () => {
  const { runs, total } = runColumnsSchema.parse(golden('columns'));
  const records = runsSchema.parse(golden('runs'));
  expect(total).toBe(records.length);
  expect(runs.map(shown)).toEqual(records.map(shown));
});

test('runColumns_ofSomeFields_haveNothingElse', () => {
  const { runs, total } = runColumnsSchema.parse(golden('columns-page'));
  expect([runs.length, total]).toEqual([2, 11]);
  expect(runs.map(({ number, metrics }) => [number, metrics.val_loss])).toEqual([[10, Infinity], [11, 0.08]]);
  expect(Object.keys(runs[0]?.metrics ?? {})).toEqual(['val_loss']);
});

test('runColumns_valuesInAnUnknownForm_areAbsentAndCostNoOthers', () => {
  const columns = { run_id: ['a', 7], number: [1, 2], status: { values: ['FINISHED', 'ASLEEP'], at: [0, 1] }, metrics: { loss: [{}, 2], odd: 'x' }, epochs: 'none' };
  const { runs } = runColumnsSchema.parse({ sweep_id: 's', runs: 2, total: 2, images: {}, columns });
  expect(runs.map(({ run_id: id, number, status, metrics, epochs }) => [id, number, status, { ...metrics }, epochs])).toEqual([
    ['a', 1, 'FINISHED', {}, 0],
    ['', 2, 'FAILED', { loss: 2 }, 0],
  ]);
  expect(runs[1]?.reason).toContain('unreadable');
});
