import { expect, test } from 'vitest';
import { chosenRuns, sortOf, sortText, toggleRun, viewSchema } from './view';

test('viewSchema_nonsenseInTheAddress_isLeftOut', () => {
  expect(viewSchema.parse({ metric: 'taste', range: 'full', page: '-2', extra: 'x' })).toEqual({ range: 'full' });
  expect(viewSchema.parse({ page: '3', sort: '-seconds' })).toEqual({ page: 3, sort: '-seconds' });
});

test('chosenRuns_textFromTheAddress_isNumbersOnceEach', () => {
  expect(chosenRuns({ runs: '4,2,x,4,-1,,2.5' })).toEqual([4, 2]);
  expect(chosenRuns({})).toEqual([]);
});

test('toggleRun_twice_isAsBefore', () => {
  expect(toggleRun({ runs: '4' }, 2)).toBe('4,2');
  expect(toggleRun({ runs: '4,2' }, 2)).toBe('4');
  expect(toggleRun({ runs: '4' }, 4)).toBeUndefined();
});

test('sortText_anySort_readsBackTheSame', () => {
  for (const sort of [{ id: 'metrics.test_accuracy', desc: true }, { id: 'number', desc: false }, { id: 'number', desc: true }]) {
    expect(sortOf({ sort: sortText(sort) })).toEqual(sort);
  }
});
