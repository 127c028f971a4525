import { expect, test } from 'vitest';
import { metricText } from './metric-text';

const KINDS = { val_accuracy: { goal: 'maximize', unit: 'fraction' }, bytes_up: { goal: null, unit: 'bytes' }, val_loss: { goal: 'minimize', unit: 'nats' } } as const;

test('metricText_isInTheMetricsUnit', () => {
  const texts = Object.keys(KINDS).map((name) => metricText(KINDS, name, name === 'bytes_up' ? 4_877_200 : 0.9).replaceAll('\u00a0', ' '));
  expect(texts).toEqual(['90.00 %', '4.9 MB', '0.9']);
});

test('metricText_ofNone_isADash', () => {
  for (const name of [...Object.keys(KINDS), 'reward']) expect(metricText(KINDS, name, null)).toBe('–');
  expect(metricText(KINDS, 'bytes_up', Number.NaN)).toBe(metricText(KINDS, 'reward', Number.NaN));
});
