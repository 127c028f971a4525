import { expect, test } from 'vitest';
import { phases } from './phases';

test('phases_times_areSharesOfTheirSumInOrder', () => {
  expect(phases({ phases: { data: 1, forward: 3, update: 0, recording: 4 } })).toEqual([
    { name: 'data', seconds: 1, share: 0.125 },
    { name: 'forward', seconds: 3, share: 0.375 },
    { name: 'recording', seconds: 4, share: 0.5 },
  ]);
});

test('phases_runWithoutTimes_areNone', () => {
  expect(phases({ phases: {} })).toEqual([]);
});
