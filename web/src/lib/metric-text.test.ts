import { expect, test } from 'vitest';
import { metricDistance, metricText } from './metric-text';

const KINDS = { val_accuracy: { goal: 'maximize', unit: 'fraction' }, bytes_up: { goal: null, unit: 'bytes' }, val_loss: { goal: 'minimize', unit: 'nats' } } as const;

test('metricText_isInTheMetricsUnit', () => {
  const texts = Object.keys(KINDS).map((name) => metricText(KINDS, name, name === 'bytes_up' ? 4_877_200 : 0.9).replaceAll('\u00a0', ' '));
  expect(texts).toEqual(['90.00 %', '4.9 MB', '0.9']);
});

test('metricText_sizesAndShortTimes_readAsPeopleSayThem', () => {
  const kinds = { network_parameters: { goal: 'minimize', unit: 'count' }, test_cpu_seconds_per_image: { goal: 'minimize', unit: 'seconds' } } as const;
  expect([1_234, 11_689_512, 0.5, Number.NaN].map((size) => metricText(kinds, 'network_parameters', size))).toEqual(['1,234', '11,689,512', '0.5', 'NaN']);
  const times = [4.23e-5, 0.00151, 2.5, 0].map((seconds) => metricText(kinds, 'test_cpu_seconds_per_image', seconds).replaceAll('\u00a0', ' '));
  expect(times).toEqual(['42.3 µs', '1.51 ms', '2.5 s', '0 s']);
});

test('metricDistance_ofFractions_isInPoints', () => {
  expect(metricDistance(KINDS, 'val_accuracy', 0.0123)).toBe('1.23');
  expect(metricDistance(KINDS, 'bytes_up', 1_500_000).replaceAll('\u00a0', ' ')).toBe('1.5 MB');
});

test('metricText_ofNone_isADash', () => {
  for (const name of [...Object.keys(KINDS), 'reward']) expect(metricText(KINDS, name, null)).toBe('–');
  expect(metricText(KINDS, 'bytes_up', Number.NaN)).toBe(metricText(KINDS, 'reward', Number.NaN));
});
