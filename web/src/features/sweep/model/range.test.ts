import { expect, test } from 'vitest';
import { zoomedRange } from './range';

test('zoomedRange_usualThresholds_is95To100', () => {
  expect(zoomedRange([0.98, 0.99], [0.985, 0.991, 0.99])).toEqual([0.95, 1]);
  expect(zoomedRange([0.98, 0.99], [])).toEqual([0.95, 1]);
});

test('zoomedRange_oneDivergedRun_changesNothing', () => {
  expect(zoomedRange([0.98, 0.99], [0.1, 0.985, 0.991])).toEqual([0.95, 1]);
});

test('zoomedRange_mostRunsLower_startsWhereTheyEnd', () => {
  expect(zoomedRange([0.98, 0.99], [0.9, 0.88, 0.91])).toEqual([0.85, 1]);
  expect(zoomedRange([0.98, 0.99], [0.1, 0.11, 0.12])).toEqual([0.05, 1]);
});
