import { expect, test } from 'vitest';
import type { Run } from '@/api/schemas';
import { numbersFilter } from './numbers';
import { MOST_EACH, MOST_TICKED, Ticks } from './ticks';

function runs(count: number): Run[] {
  return Array.from({ length: count }, (_, index) => ({ number: index + 1 }) as Run);
}

test('ticks_few_areEachWithAPlace', () => {
  const three = Ticks.all(runs(3));
  expect(three.text).toBe('1,2,3');
  expect(three.toggled(2).text).toBe('1,,3');
  expect(three.toggled(2).with([7, 2], true).text).toBe('1,7,3,2');
  expect(three.with([1, 2, 3], false).none).toBe(true);
  expect(three.filter('band = 2')).toBe('number >= 1 AND number <= 3');
});

test('ticks_allOfMany_areOneWordAndThoseThatAreNot', () => {
  const shown = runs(MOST_EACH + 1);
  const all = Ticks.all(shown);
  expect(all.text).toBe('all');
  expect(all.places.size).toBe(0);
  expect(all.of(runs(500), shown)).toHaveLength(MOST_EACH + 1);
  const some = Ticks.of(all.toggled(7).with([9, 10], false).text);
  expect(some.text).toBe('all,7,9,10');
  expect([some.has(7), some.has(8)]).toEqual([false, true]);
  expect(some.of(runs(500), shown)).toHaveLength(MOST_EACH - 2);
  expect(some.with([7, 9], true).text).toBe('all,10');
  expect(some.filter('')).toBe('NOT (number IN (7, 9, 10))');
  expect(some.filter('a OR b')).toBe('(a OR b) AND NOT (number IN (7, 9, 10))');
});

test('ticks_oneByOne_areNoMoreThanAnAddressHolds', () => {
  const many = Ticks.of('5').with(runs(2000).map(({ number }) => number), true);
  expect(many.places.size).toBe(MOST_TICKED);
  expect(many.text?.length).toBeLessThan(3000);
});

test('numbersFilter_whatFollowsOnEachOther_isARange', () => {
  expect(numbersFilter([9, 3, 4, 5, 1, 8, 3])).toBe('number IN (1, 8, 9) OR number >= 3 AND number <= 5');
});
