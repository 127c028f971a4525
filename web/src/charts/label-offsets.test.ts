import { expect, test } from 'vitest';
import { labelOffsets } from './label-offsets';

const placed = (heights: number[]): number[] => labelOffsets(heights, 10).map((offset, i) => offset + (heights[i] ?? 0));

test('labelOffsets_farApart_stayWhereTheyAre', () => {
  expect(labelOffsets([50, 0, 20], 10)).toEqual([0, 0, 0]);
});

test('labelOffsets_close_spreadAroundTheirMiddleInOrder', () => {
  expect(placed([52, 50])).toEqual([56, 46]);
});

test('labelOffsets_closeAtTheFoot_stayAboveIt', () => {
  expect(placed([0, 1, 2])).toEqual([0, 10, 20]);
  expect(placed([0, 0, 14])).toEqual([0, 10, 20]);
});

test('labelOffsets_chainOfClose_keepTheGapBetweenAll', () => {
  const heights = placed([100, 101, 102, 108, 119]).sort((a, b) => a - b);
  const gaps = heights.slice(1).map((height, i) => height - (heights[i] ?? 0));
  expect(Math.min(...gaps)).toBeCloseTo(10);
});
