import { expect, test } from 'vitest';
import { usualEnds, zoomedLossRange, zoomedPlainRange, zoomedRange } from './range';

test('zoomedRange_usualThresholds_is95To100', () => {
  expect(zoomedRange([0.98, 0.99], [0.985, 0.991, 0.99])).toEqual([0.95, 1]);
  expect(zoomedRange([0.98, 0.99], [])).toEqual([0.95, 1]);
});

test('zoomedRange_oneDivergedRun_changesNothing', () => {
  expect(zoomedRange([0.98, 0.99], [0.1, 0.985, 0.991])).toEqual([0.95, 1]);
});

test('zoomedRange_mostRunsLower_startsWhereTheyEnd', () => {
  expect(zoomedRange([0.98, 0.99], [0.9, 0.88, 0.91])).toEqual([0.85, 1]);
  expect(zoomedRange([0.98, 0.99], [0.1, 0.11, 0.12])).toEqual([0, 1]);
});

test('zoomedRange_lowThresholds_showWhatLiesJustBelow', () => {
  expect(zoomedRange([0.8, 0.95], [0.93, 0.94, 0.92])).toEqual([0.75, 1]);
  expect(zoomedRange([0.8, 0.95], [0.66, 0.7, 0.72])).toEqual([0.6, 1]);
});

test('zoomedLossRange_highFirstEpochAndADivergedRun_doNotDecide', () => {
  const good = Array.from({ length: 12 }, () => [0.9, 0.08, 0.05, 0.04]);
  expect(zoomedLossRange([...good, [2.3, 50, Number.NaN]])).toEqual([0, 0.095]);
});

test('zoomedLossRange_nothingFinite_isNull', () => {
  expect(zoomedLossRange([[Number.NaN], []])).toBeNull();
});

test('zoomedPlainRange_aRunThatWentOutOfBounds_doesNotFlattenTheRest', () => {
  const good = Array.from({ length: 5 }, (_, run) => [41, 12 - run, 5, 2, 0.4]);
  expect(zoomedPlainRange([...good, [3, 5, 4e25, 7e25, 1e26]])).toEqual([0, 15]);
  expect(zoomedPlainRange(good)).toBeNull();
  expect(usualEnds([1, 2, 3, Number.NaN])).toBeNull();
});
