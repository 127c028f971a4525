import { expect, test } from 'vitest';
import { metricKey, runKeys } from '../model/run-key';
import { aRun, aSweep } from '../model/test-runs';
import { contour, rankShares, ranks } from './landscape';

const sweep = aSweep({ space: { rate: { distribution: 'log_uniform_values', min: 1e-4, max: 1e-1, log: true } } });
const runs = [[1e-4, 'a', 0.9], [1e-3, 'a', 0.95], [1e-2, 'a', 0.97], [1e-2, 'b', 0.99], [1e-1, 'b', 0.97], [1e-1, 'b', null]].map(([rate, kind, val_accuracy], index) =>
  aRun({ number: index + 1, parameters: { rate: rate ?? null, kind: kind ?? null }, metrics: { val_accuracy: val_accuracy as number | null } }),
);
const keys = runKeys(sweep, runs);
const [rate, kind] = ['params.rate', 'params.kind'].map((key) => keys.find((each) => each.key === key)) as [(typeof keys)[0], (typeof keys)[0]];
const value = metricKey(sweep, runs, 'val_accuracy');
const wanted = { sweep, shown: runs, bestNumber: 4, chosen: new Map([[2, 0] as const]) };

test('contour_overALogarithmAndChoices_hasGroundWhereRunsAre_andATipForEachCell', () => {
  const { cells = [], points, ends } = contour(wanted, rate, kind, value);
  expect(points).toHaveLength(5);
  expect(ends?.map((end) => end.replace('\u00a0', ' '))).toEqual(['90.00 %', '99.00 %']);
  expect(new Set(cells.map(({ y }) => y.join()))).toEqual(new Set(['-0.5,0.5', '0.5,1.5']));
  const first = cells.find(({ y }) => y[0] < 0);
  expect(first?.x[0]).toBeCloseTo('min' in rate.axis ? rate.axis.min : 0, 12);
  expect(first?.details().map(([name]) => name)).toEqual(['rate', 'kind', 'near it']);
  expect(cells.every(({ shade }) => shade >= 0 && shade <= 1)).toBe(true);
});

test('rankShares_equalValues_shareTheMiddleOfTheirPlaces', () => {
  expect(rankShares([0.97, 0.9, 0.99, 0.97])).toEqual([0.5, 0, 1, 0.5]);
  expect(rankShares([1, 1, 2, 3])).toEqual([1 / 6, 1 / 6, 2 / 3, 1]);
  expect([rankShares([3]), rankShares([])]).toEqual([[0.5], []]);
});

test('ranks_ofALoss_haveTheLeastAsTheBest_andAChosenRunKeepsItsColour', () => {
  const loss = { ...value, goal: 'minimize' as const };
  const shades = (of: typeof value) => ranks(wanted, rate, kind, of).points.map(({ shade }) => shade ?? null);
  expect(shades(value)).toEqual([0, null, 0.625, 1, 0.625]);
  expect(shades(loss)).toEqual([1, null, 0.375, 0, 0.375]);
});
