import { expect, test } from 'vitest';
import { piecesOf, windowOf } from './window';

test('windowOf_scrolled_hasTheRowsInSightAndSomeBeyond_inSteps', () => {
  const window = windowOf(3200, 640, 32);
  expect(window.first).toBeLessThanOrEqual(100 - 6);
  expect(window.end).toBeGreaterThanOrEqual(120 + 6);
  expect(window.end - window.first).toBeLessThan(60);
  expect(windowOf(3200 + 32, 640, 32)).toEqual(window); // a row further it is the same
  expect(windowOf(0, 640, 32).first).toBe(0);
});

test('piecesOf_fewRows_areAllThere', () => {
  expect(piecesOf(3, { first: 0, end: 40 }, -1)).toEqual([{ row: 0 }, { row: 1 }, { row: 2 }]);
  expect(piecesOf(0, { first: 0, end: 40 }, -1)).toEqual([]);
});

test('piecesOf_manyRows_gapsStandForTheOthers', () => {
  const pieces = piecesOf(100, { first: 40, end: 42 }, -1);
  expect(pieces).toEqual([{ gap: 40, from: 0 }, { row: 40 }, { row: 41 }, { gap: 58, from: 42 }]);
});

test('piecesOf_focusScrolledAway_keepsThatRowAndItsNeighbours', () => {
  const pieces = piecesOf(100, { first: 40, end: 41 }, 5);
  expect(pieces).toEqual([{ gap: 4, from: 0 }, { row: 4 }, { row: 5 }, { row: 6 }, { gap: 33, from: 7 }, { row: 40 }, { gap: 59, from: 41 }]);
  expect(piecesOf(1, { first: 0, end: 40 }, 0)).toEqual([{ row: 0 }]);
});

test('piecesOf_fewerRowsThanWereScrolledPast_isOneGapUntilTheWindowFollows', () => {
  expect(piecesOf(5, { first: 40, end: 80 }, -1)).toEqual([{ gap: 5, from: 0 }]);
});
