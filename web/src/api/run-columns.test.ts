import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { columnOf, runColumnsSchema, withColumns } from './run-columns';
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
  expect(Object.entries(runs[0]?.metrics ?? {}).filter(([, value]) => value !== null).map(([name]) => name)).toEqual(['val_loss']);
  const records = runsSchema.parse(golden('runs'));
  const standing = (run: Run | undefined) => run && [run.sequence, ...[run.started_at, run.ended_at].map((time) => (time === null ? null : Date.parse(time)))];
  expect(runs.map(standing)).toEqual(runs.map(({ number }) => standing(records.find((run) => run.number === number))));
});

test('runColumns_bySteps_areTheirSums_fromTheLastOneThatHasAny', () => {
  const columns = { number: { steps: [1, 1, 2] }, started_at: { steps: [1000, null, -1] }, ended_at: { steps: [9e15, 'x', -9e15] } };
  const { runs } = runColumnsSchema.parse({ sweep_id: 's', runs: 3, total: 3, images: {}, columns });
  expect(runs.map((run) => [run.number, run.started_at, run.ended_at])).toEqual([
    [1, '1970-01-01T00:00:01.000Z', null],
    [2, null, null],
    [4, '1970-01-01T00:00:00.999Z', '1970-01-01T00:00:00.000Z'],
  ]);
});

test('runColumns_placesInAText_areDigitsOfBase36', () => {
  const columns = { number: [1, 2, 3], band: { values: [2, null, 0], at: '021' }, parameters: { size: { values: Array.from({ length: 36 }, (_, i) => i), at: '0az' } } };
  const { runs } = runColumnsSchema.parse({ sweep_id: 's', runs: 3, total: 3, images: {}, columns });
  expect(runs.map(({ band, parameters }) => [band, parameters.size])).toEqual([[2, 0], [0, 10], [null, 35]]);
});

test('runColumns_decimals_areTheirMantissasTimesPowersOfTen', () => {
  const columns = { number: [1, 2, 3, 4, 5], parameters: { rate: { mantissas: '00001000123410001000', exponents: 'ffgh6' }, many: { values: Array.from({ length: 40 }, (_, i) => i), at: '000z10110a' } } };
  const { runs } = runColumnsSchema.parse({ sweep_id: 's', runs: 5, total: 5, images: {}, columns });
  expect(runs.map(({ parameters }) => [parameters.rate, parameters.many])).toEqual([[0, 0], [1, 35], [12.34, 36], [100, 37], [1e-9, 10]]);
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

test('runColumns_ofSomeMetrics_nameTheOthers_andColumnsFillThem', () => {
  const { runs } = runColumnsSchema.parse({ sweep_id: 's', runs: 1, total: 1, images: {}, further: ['metrics.loss', 'tags.note'], columns: { number: [3], metrics: { val_loss: [0.5] } } });
  const [run] = runs;
  expect(run && [run.run_id, run.seconds, { ...run.metrics }]).toEqual([null, Number.NaN, { loss: null, val_loss: 0.5 }]);
  const column = (field: string, columns: object) => {
    return columnOf(field, runColumnsSchema.parse({ sweep_id: 's', runs: 1, total: 1, images: {}, further: ['metrics.val_loss'], columns: { number: [3], ...columns } }));
  };
  const whole = run && withColumns(run, [column('metrics.loss', { metrics: { loss: [0.25] } }), column('run_id', { run_id: ['a'] }), column('seconds', { seconds: [7] })]);
  expect(whole && [whole.run_id, whole.seconds, { ...whole.metrics }, whole.number]).toEqual(['a', 7, { loss: 0.25, val_loss: 0.5 }, 3]);
  expect(run?.metrics.loss).toBeNull();
});
