import { expect, test } from 'vitest';
import { decades, drawn, evenly, measured, isSpread } from './value-scale';

test('drawn_andMeasured_areEachOthersInverse', () => {
  for (const scale of ['linear', 'log', 'error'] as const) expect(measured(drawn(0.987, scale) ?? 0, scale)).toBeCloseTo(0.987);
  expect(drawn(1, 'error')).toBeGreaterThan(0);
  expect([drawn(0, 'log'), drawn(-1, 'log'), drawn(0, 'linear')]).toEqual([null, null, 0]);
});

test('evenly_aTenthOfTheError_isOneStepUp', () => {
  const step = (a: number, b: number) => evenly(drawn(a, 'error') ?? 1, 'error') - evenly(drawn(b, 'error') ?? 1, 'error');
  expect(step(0.9, 0.99)).toBeCloseTo(1);
  expect(step(0.99, 0.999)).toBeCloseTo(1);
});

test('decades_ofADivergedRun_areThoseOfTheOthers', () => {
  const losses = [...Array.from({ length: 30 }, (_, index) => 0.02 + index / 100), 3e7];
  expect(decades(losses, 'log')).toEqual({ min: 0.01, max: 1 });
  expect(decades([Number.NaN, 0], 'log')).toBeNull();
});

test('isSpread_positiveAndFarApart_alone', () => {
  expect(isSpread([20, 26_000, Number.NaN])).toBe(true);
  expect(isSpread([20, 30])).toBe(false);
  expect(isSpread([0, 26_000])).toBe(false);
  expect(isSpread([-1, 26_000])).toBe(false);
  expect(isSpread([])).toBe(false);
});
