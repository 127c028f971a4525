import { expect, test } from 'vitest';
import { timeCharts, usageTable } from './process';

const run = { created_at: '2026-01-02T11:59:00Z', started_at: '2026-01-02T12:00:00Z' };
const at = (second: number): number => Date.parse(run.started_at) + 1000 * second;
const sample = (second: number, native: number | null = 2e8) => ({ at: at(second), heap_bytes: 5e7, native_bytes: native, cores: 1.5 });
const usage = (...samples: ReturnType<typeof sample>[]) => ({ run_id: 'r', every_seconds: 10, samples });

test('timeCharts_samples_areBySecondsSinceTheRunBegan', () => {
  const [memory, cores] = timeCharts(usage(sample(10), sample(20)), run);
  expect(memory?.curves.map(({ name, points }) => [name, points])).toEqual([
    ['beside the heap', [[10, 2e8], [20, 2e8]]],
    ['Java’s heap', [[10, 5e7], [20, 5e7]]],
  ]);
  expect(cores?.curves[0]?.points).toEqual([[10, 1.5], [20, 1.5]]);
});

test('timeCharts_whatIsNotKnown_isNotDrawn', () => {
  expect(timeCharts(usage(sample(10, null), sample(20, null)), run)[0]?.curves.map(({ name }) => name)).toEqual(['Java’s heap']);
  expect(timeCharts(usage(sample(1)), run)).toEqual([]);
});

test('timeCharts_imagesPerSecond_areByTimeToo', () => {
  const points = [5, 9].map((second, index) => ({ step: index + 1, value: 4000, timestamp: new Date(at(second)).toISOString() }));
  const charts = timeCharts(usage(sample(10), sample(20)), run, { run_id: 'r', metrics: { images_per_second: points } });
  expect(charts[2]?.curves[0]?.points).toEqual([[5, 4000], [9, 4000]]);
});

test('timeCharts_epochsWithinASecond_standApart', () => {
  const points = [0.24, 0.31].map((second, index) => ({ step: index + 1, value: 4000 + index, timestamp: new Date(at(second)).toISOString() }));
  const charts = timeCharts(usage(), run, { run_id: 'r', metrics: { images_per_second: points } });
  expect(charts[0]?.curves[0]?.points).toEqual([[0.2, 4000], [0.3, 4001]]);
});

test('usageTable_samples_areRowsWithTheirTime', () => {
  expect(usageTable(usage(sample(10, null))).rows).toEqual([['2026-01-02T12:00:10.000Z', 5e7, '', 1.5]]);
});
