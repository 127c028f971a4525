import { expect, test } from 'vitest';
import type { Curve } from './curves';
import { outside } from './outside';

function curve(id: string, ...values: number[]): Curve {
  return { id, name: id, shortName: id, details: () => [], points: values.map((value, index) => [index + 1, value]), look: 0, emphasis: 'none' };
}

const linear = { range: [0.5, 1] as const, scale: 'linear' as const, word: 'epoch' };

test('outside_accuraciesBelowTheFoot_areCounted', () => {
  const curves = [curve('good', 0.4, 0.9), curve('bad', 0.1, 0.12), curve('worse', 0.1)];
  expect(outside(curves, { ...linear, unit: 'accuracy' })).toEqual(['2\u00a0runs wholly below 50\u00a0%']);
  expect(outside(curves.slice(0, 1), { ...linear, unit: 'accuracy' })).toEqual([]);
});

test('outside_aFirstEpochAbove_isNoNews', () => {
  const losses = [curve('usual', 9, 0.7), curve('diverged', 2, 40)];
  expect(outside(losses, { ...linear, range: [0, 1], unit: 'loss' })).toEqual(['1\u00a0run above 1 in some epoch after the first']);
  expect(outside(losses, { ...linear, range: null, unit: 'loss' })).toEqual([]);
});
