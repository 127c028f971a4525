import { expect, test } from 'vitest';
import type { Parallel } from '@/charts/parallel/parallel';
import { selecting } from '../model/selection';
import { aRun } from '../model/test-runs';
import { spansOf, spanWish } from './selections';

const runs = [
  aRun({ number: 1, parameters: { filters: [8, 16], rate: 0.3333333333, deep: true } }),
  aRun({ number: 2, parameters: { filters: [16, 32], rate: 0.5, deep: false } }),
];
const lines: Parallel = {
  axes: [
    { name: 'filters', kind: 'categories', names: ['[8, 16]', '[16, 32]'] },
    { name: 'rate', kind: 'categories', names: ['0.3333', '0.5'] },
    { name: 'deep', kind: 'categories', names: ['false', 'true'] },
    { name: 'my l2', kind: 'logarithmic', min: 1e-6, max: 1e-2 },
    { name: 'val_accuracy', kind: 'accuracy', min: 0.9, max: 1 },
  ],
  lines: [],
};
const filterOf = (axis: number, span: readonly [number, number]) => selecting('', spanWish(runs, lines, axis, span));

test('spanWish_ofCategories_namesTheRunsOwnValues', () => {
  expect(filterOf(0, [0, 0.6])).toBe("params.filters IN ('[8,16]')");
  expect(filterOf(1, [0, 0.3])).toBe('params.rate IN (0.3333333333)');
  expect(filterOf(2, [0.6, 1])).toBe("params.deep IN ('true')");
  expect(spanWish(runs, lines, 0, [0.45, 0.55])).toEqual([]);
});

test('spanWish_toTheEndOfAnAxis_hasNoEndThere', () => {
  expect(filterOf(3, [0.5, 1])).toBe('params.`my l2` >= 0.0001');
  expect(filterOf(4, [0, 0.5])).toBe('metrics.val_accuracy <= 0.95');
});

test('spansOf_whatWasSelected_standsWhereItWasDragged', () => {
  const filter = selecting(selecting('', spanWish(runs, lines, 4, [0.2, 0.8])), spanWish(runs, lines, 0, [0, 0.5]));
  const spans = spansOf(runs, filter, lines);
  expect([...spans.keys()]).toEqual([0, 4]);
  expect(spans.get(0)).toEqual([0, 0.5]);
  expect(spans.get(4)?.[0]).toBeCloseTo(0.2, 2);
  expect(selecting(filter, spanWish(runs, lines, 0, null))).not.toContain('filters');
});
