import { expect, test } from 'vitest';
import { categoriesIn, placeOf, spanOf, ticksOf, valueAt } from './axis';

const rate = { name: 'rate', kind: 'logarithmic', min: 1e-4, max: 1e-2 } as const;
const model = { name: 'model', kind: 'categories', names: ['a', 'b', 'c', 'd'] } as const;

test('placeOf_andValueAt_areEachOthersInverse', () => {
  for (const axis of [rate, { name: 'l', kind: 'linear', min: 0, max: 8 }, { name: 'm', kind: 'accuracy', min: 0.9, max: 1 }] as const) {
    for (const place of [0, 0.3, 1]) expect(placeOf(axis, valueAt(axis, place))).toBeCloseTo(place);
  }
  expect([placeOf(rate, 1), placeOf(rate, 1e-9), placeOf(rate, Number.NaN)]).toEqual([1, 0, Number.NaN]);
  expect(placeOf(rate, 1e-3)).toBeCloseTo(0.5);
});

test('categoriesIn_theirMiddlesDecide', () => {
  expect(categoriesIn(model.names, [0.1, 0.5])).toEqual([0, 1]);
  expect(categoriesIn(model.names, [0.4, 0.45])).toEqual([]);
});

test('spanOf_anOpenEnd_isTheAxissOwn', () => {
  expect(spanOf(rate, null, 1e-3)).toEqual([0, expect.closeTo(0.5)]);
  expect(spanOf(rate, 1e-3, null)).toEqual([expect.closeTo(0.5), 1]);
});

test('ticksOf_eachKind', () => {
  expect(ticksOf(model).map(({ text }) => text)).toEqual(['a', 'b', 'c', 'd']);
  expect(ticksOf(rate).map(({ text }) => text)).toEqual(['1e-4', '0.001', '0.01']);
  expect(ticksOf({ name: 'n', kind: 'linear', min: 1, max: 3, whole: true }).map(({ text }) => text)).toEqual(['1', '2', '3']);
  expect(ticksOf({ name: 'm', kind: 'accuracy', min: 0.98, max: 1 }).map(({ text }) => text.replace('\u00a0', ' '))).toEqual(['98 %', '98.5 %', '99 %', '99.5 %', '100 %']);
});
