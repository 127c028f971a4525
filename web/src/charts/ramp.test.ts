import { expect, test } from 'vitest';
import { mixed, shadeOf } from './ramp';

test('mixed_betweenTwoColours_isTheirMean', () => {
  expect([mixed('#000000', '#ffffff', 0), mixed('#000000', '#ff8040', 0.5), mixed('#102030', '#0b6178', 1), mixed('#fff', '#000', 0.2)]).toEqual(['#000000', '#804020', '#0b6178', '#cccccc']);
});

test('shadeOf_anyShare_isOneOfEight', () => {
  expect([-1, 0, 0.124, 0.126, 0.99, 1, 2].map(shadeOf)).toEqual([0, 0, 0, 1 / 7, 1, 1, 1]);
});
