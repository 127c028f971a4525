import { expect, test } from 'vitest';
import { compareValues, numberOrLast, parameterValue } from './sort-values';

test('numberOrLast_notFinite_isUndefined', () => {
  expect([Number.NaN, Infinity, null, undefined, 0].map(numberOrLast)).toEqual([undefined, undefined, undefined, undefined, 0]);
});

test('compareValues_lists_goElementByElementByMagnitude', () => {
  const lists = [[32, 64], [8, 128], [32, 8]].map(parameterValue).sort(compareValues);
  expect(lists).toEqual([[8, 128], [32, 8], [32, 64]].map(parameterValue));
});

test('compareValues_numbers_goBySize', () => {
  expect([10, 9, 100].sort(compareValues)).toEqual([9, 10, 100]);
});
