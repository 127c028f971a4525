import { expect, test } from 'vitest';
import { barOf, pText, reachOf } from './verdict';

test('barOf_anInterval_liesAroundTheMiddleByItsSigns', () => {
  const reach = reachOf([-0.01, 0.03, 0.02, -0.04]);
  expect(reach).toBe(0.04);
  expect(barOf(0, [-0.04, 0.04], reach)).toEqual({ left: 2, width: 96, at: 50 });
  const better = barOf(0.02, [0.01, 0.03], reach);
  expect(better.left).toBeGreaterThan(50);
  expect(better.left + better.width).toBeLessThan(100);
  expect(barOf(0, [0, 0], reachOf([])).at).toBe(50);
});

test('pText_ofLittle_isALimit', () => {
  expect([pText(0.0002), pText(0.01), pText(1)]).toEqual(['p < 0.001', 'p = 0.010', 'p = 1.000']);
});
