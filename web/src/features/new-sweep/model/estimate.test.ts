import { expect, test } from 'vitest';
import { dataText, memoryText, timeText } from './estimate';

const none = {
  train_images: null, validation_images: null, test_images: null, height: null, width: null, channels: null, classes: null,
  memory: null, time: null, warnings: [], problem: null,
};

test('an estimate is said in words, each part only where it is known', () => {
  const time = { shortest_seconds: 30, median_seconds: 40, longest_seconds: 90, total_seconds: 960, workers: 1, tried_runs: 6 };
  expect(timeText({ ...none, time }).replaceAll('\u00a0', ' ')).toBe('30 s to 1 min 30 s a run, 40 s in the middle; about 16 min 00 s in all with 1 worker, by a few steps of the first 6 runs');
  expect(timeText({ ...none, time: { ...time, longest_seconds: 30, total_seconds: null } })).toMatch(/^about 40\u00a0s a run, by/);
  const memory = { least_bytes: 1e6, most_bytes: 2e6, workers: 2, available_bytes: 3e9 };
  expect(memoryText({ ...none, memory })).toMatch(/^1.* to 2.* a run, 2\u00a0runs at once, of 3/);
  expect(dataText({ ...none, train_images: 48_000, validation_images: 12_000, test_images: 10_000, height: 28, width: 28, channels: 1, classes: 10 })).toMatch(/48.000 train/);
  expect([timeText(none), memoryText(none), dataText(none)]).toEqual(['', '', '']);
});
