import { expect, test } from 'vitest';
import { smoothed } from './smoothing';

const values = [0.9, 0.5, 0.97, 0.1, 0.99];

test('smoothed_isTheMeanWeighedByAge', () => {
  const weight = 0.6;
  const byHand = values.map((_, last) => {
    const weights = values.slice(0, last + 1).map((_, index) => weight ** (last - index));
    const sum = weights.reduce((a, b) => a + b, 0);
    return weights.reduce((total, each, index) => total + each * (values[index] ?? 0), 0) / sum;
  });
  smoothed(values, weight).forEach((value, index) => expect(value).toBeCloseTo(byHand[index] ?? Number.NaN, 12));
});

test('smoothed_byTensorBoardsFormula_isTheSame', () => {
  const weight = 0.85;
  let last = 0;
  values.forEach((value, index) => {
    last = last * weight + (1 - weight) * value;
    expect(smoothed(values, weight)[index]).toBeCloseTo(last / (1 - weight ** (index + 1)), 12);
  });
});

test('smoothed_atItsEnds_changesNothing', () => {
  expect(smoothed(values, 0)).toEqual(values);
  expect(smoothed([], 0.9)).toEqual([]);
  for (const value of smoothed([0.5, 0.5, 0.5], 0.99)) expect(value).toBeCloseTo(0.5);
});
