import { expect, test } from 'vitest';
import { uncovered } from './uncovered';

test('uncovered_veryManyDots_areOneAPlaceAndAllStrongOnes', () => {
  const dot = (index: number) => ({
    id: String(index), name: '', details: () => [], x: index % 10, y: index % 7, outside: null, look: 'high' as const, strong: index === 5,
  });
  const few = Array.from({ length: 100 }, (_, index) => dot(index));
  expect(uncovered(few, false, [80, 40])).toBe(few);
  const many = Array.from({ length: 7000 }, (_, index) => dot(index));
  const left = uncovered(many, false, [80, 40]);
  expect(left).toHaveLength(71);
  expect(left.at(-1)?.id).toBe('5');
});
