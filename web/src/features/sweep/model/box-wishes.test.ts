import { expect, test } from 'vitest';
import { boxWishes } from './box-wishes';
import { metricKey, parameterKey } from './run-key';
import { selecting } from './selection';
import { spreads } from './spread';
import { aRun, aSweep } from './test-runs';

const runs = [
  aRun({ number: 1, parameters: { filters: [8, 16] }, metrics: { val_accuracy: 0.98 } }),
  aRun({ number: 2, parameters: { filters: [16, 32] }, metrics: { val_accuracy: 0.99 } }),
];
const accuracy = metricKey(aSweep(), runs, 'val_accuracy');
const [filters] = spreads(runs, {}).map((spread) => parameterKey(spread));

test('boxWishes_overCategoriesAndTheMetric', () => {
  const part = { x: [0.6, null], y: [0.95, null] } as const;
  expect(selecting('', boxWishes(runs, filters, accuracy, 'number', part))).toBe("params.filters IN ('[16,32]') AND metrics.val_accuracy >= 0.95");
  const all = { x: [null, null], y: [null, 0.97] } as const;
  expect(selecting('', boxWishes(runs, filters, accuracy, 'number', all))).toBe('metrics.val_accuracy <= 0.97');
});

test('boxWishes_overAHistory_selectsNumbersOrTimes', () => {
  const box = { x: [2.3, 9.1], y: [null, null] } as const;
  expect(selecting('', boxWishes(runs, undefined, accuracy, 'number', box))).toBe('number >= 3 AND number <= 9');
  const times = { x: [1_764_000_000_123.4, null], y: [null, null] } as const;
  expect(selecting('', boxWishes(runs, undefined, accuracy, 'time', times))).toBe('end_time >= 1764000000123');
});
