import { expect, test } from 'vitest';
import { countsText, endedRuns, expectedRuns } from './counts';

test('endedRuns_mixedStatuses_countsThoseThatDoNothingMore', () => {
  expect(endedRuns({ FINISHED: 6, PRUNED: 2, FAILED: 1, RUNNING: 3, INTERRUPTED: 4, SCHEDULED: 5 })).toBe(9);
  expect(endedRuns({})).toBe(0);
});

test('countsText_statusesWithoutRuns_areLeftOut', () => {
  expect(countsText({ RUNNING: 1, FINISHED: 1200, FAILED: 0 })).toBe('1,200 finished, 1 running');
  expect(countsText({})).toBe('no runs');
});

test('expectedRuns_moreRecordedThanPlanned_isNotKnown', () => {
  expect(expectedRuns({ FINISHED: 3, RUNNING: 1 }, 4)).toBe(4);
  expect(expectedRuns({ FINISHED: 4, RUNNING: 1 }, 4)).toBeNull();
  expect(expectedRuns({ FINISHED: 4 }, null)).toBeNull();
});
