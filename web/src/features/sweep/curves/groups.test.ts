import { expect, test } from 'vitest';
import { metricKey, runKeys } from '../model/run-key';
import { aRun, aSweep } from '../model/test-runs';
import { membersWish } from '../model/members-wish';
import { groupCurves, groupsOf, meansOf } from './groups';

const points = (...values: number[]) => values.map((value, index) => ({ step: index + 1, value }));
const sweep = aSweep();
const runs = [
  aRun({ number: 1, parameters: { size: 8, seed: 1 } }),
  aRun({ number: 2, parameters: { seed: 2, size: 8 } }),
  aRun({ number: 3, parameters: { size: 16, seed: 1 } }),
  aRun({ number: 4, parameters: { size: 8, seed: 3 }, status: 'FAILED' }),
];
const metrics = { key: 'val_loss', runs: new Map([[1, points(0.5, 0.3)], [2, points(0.7, 0.2)], [3, points(0.1)], [4, points(0.9, Number.NaN)]]) };

test('meansOf_aStepsValues_areTheirMeanAndSampleDeviation', () => {
  const [first, second, third] = meansOf([[[1, 2], [2, 4]], [[1, 4], [2, 6]], [[1, 4]], [[1, 5], [3, 1]], [[1, 5]], [[1, 7]], [[1, 9]], [[1, 4]]]);
  // The textbook's eight values 2, 4, 4, 4, 5, 5, 7, 9: mean 5, sum of squares 32.
  expect(first).toMatchObject({ step: 1, mean: 5, runs: 8 });
  expect(first?.sd).toBeCloseTo(Math.sqrt(32 / 7), 12);
  // By the other formula: (sum of squares - n mean^2) / (n - 1).
  expect(second?.sd).toBeCloseTo(Math.sqrt(4 ** 2 + 6 ** 2 - 2 * 5 ** 2), 12);
  expect(third).toEqual({ step: 3, mean: 1, sd: null, runs: 1 });
});

test('groupsOf_sameSettings_areThoseOfSeveralSeeds_asLongAsTheyWent', () => {
  const groups = groupsOf(runs, metrics, null);
  expect(groups.map(({ name, points: means }) => [name, means.map(({ runs: count }) => count)])).toEqual([['runs 1, 2, 4', [3, 2]]]);
});

test('groupsOf_settingsThatDifferInFew_areNamedByThem', () => {
  const of = (number: number, parameters: Record<string, number>) => aRun({ number, parameters: { depth: 2, ...parameters } });
  const two = [of(1, { size: 8, seed: 1 }), of(2, { size: 16, seed: 1 }), of(3, { size: 8, seed: 2 }), of(4, { size: 16, seed: 2 })];
  const curves = { key: 'val_loss', runs: new Map(two.map(({ number }) => [number, points(0.5)])) };
  expect(groupsOf(two, curves, null).map(({ name }) => name)).toEqual(['size 8', 'size 16']);
  const many = two.map((run) => ({ ...run, parameters: { ...run.parameters, a: run.number % 2, b: run.number % 2, c: run.number % 2 } }));
  expect(groupsOf(many, curves, null).map(({ name }) => name)).toEqual(['runs 1, 3', 'runs 2, 4']);
});

test('groupsOf_aHyperparameter_hasALineAValue', () => {
  const by = runKeys(sweep, runs).find(({ key }) => key === 'params.size');
  expect(groupsOf(runs, metrics, by ?? metricKey(sweep, runs, 'none')).map(({ name }) => name)).toEqual(['size 8', 'size 16']);
});

test('groupCurves_ofAGroup_haveABandWhereTwoRunsAre_andATipThatSaysSo', () => {
  const [curve] = groupCurves(groupsOf(runs, metrics, null), 'loss');
  expect(curve?.band?.map(({ step, low, high }) => [step, (low + high) / 2])).toEqual([[1, expect.closeTo(0.7)], [2, expect.closeTo(0.25)]]);
  expect(curve?.at?.(2)).toEqual([['mean of', '2\u00a0runs'], ['± sd', '0.07071']]);
});

test('groupsOf_settingsAlikeInFewDigits_areApart', () => {
  const near = [0.100001, 0.100002, 0.100002].map((rate, index) => aRun({ number: index + 1, parameters: { rate, sizes: [0.300001 + rate] } }));
  expect(groupsOf(near, metrics, null).map(({ name }) => name)).toEqual(['runs 2, 3']);
  // Of very many runs the server leaves digits out, of a few that changed it doesn't.
  const sent = [0.123457, 0.123456789].map((rate, index) => aRun({ number: index + 1, parameters: { rate } }));
  expect(groupsOf(sent, metrics, null).map(({ name }) => name)).toEqual(['runs 1, 2']);
});

test('membersWish_ofAGroup_isWhatItsRunsHave_andOfRunsWithoutItTheirNumbers', () => {
  const by = runKeys(sweep, runs).find(({ key }) => key === 'params.size');
  expect(membersWish(runs, by)).toEqual({ key: 'params.size', literals: ['8', '16'] });
  expect(membersWish([...runs, aRun({ number: 5 })], by)).toEqual({ key: 'number', literals: ['1', '2', '3', '4', '5'] });
  expect(membersWish(runs, null)).toMatchObject({ key: 'number' });
});
