import { expect, test } from 'vitest';
import { isFiltered, isListed, listViewSchema, nextSort, queryText, toggledId } from './view';

test('the address says what the server is asked for, and what it can’t mean is left out', () => {
  const view = listViewSchema.parse({ q: 'a b', status: 'FINISHED', method: 'tpe', page: '3', sort: '-name', sweeps: 'x,y' });
  expect(queryText(view)).toBe('q=a+b&status=FINISHED&method=tpe&sort=-name&offset=100&limit=50');
  expect(isFiltered(view)).toBe(true);
  const odd = listViewSchema.parse({ status: 'GONE', page: '-1', sort: 'colour', group: 'x' });
  expect(queryText(odd)).toBe('offset=0&limit=50');
  expect(isFiltered(odd)).toBe(false);
});

test('a group goes by the project, whatever the order', () => {
  expect(queryText({ group: 'project', sort: 'name' })).toContain('sort=project');
});

test('a column sorts one way, the other, and not', () => {
  expect(nextSort(undefined, 'name')).toBe('name');
  expect(nextSort('name', 'name')).toBe('-name');
  expect(nextSort('-name', 'name')).toBeUndefined();
  expect(nextSort('-name', 'runs')).toBe('runs');
});

test('a tick puts a sweep there and takes it away', () => {
  expect(toggledId(undefined, 'a')).toBe('a');
  expect(toggledId('a,b', 'a')).toBe('b');
  expect(toggledId('b', 'b')).toBeUndefined();
});

test('isListed_aSweepThatEnded_isNotAmongThoseThatRun', () => {
  expect(isListed({ status: 'FINISHED' }, { status: 'RUNNING' })).toBe(false);
  expect(isListed({ status: 'RUNNING' }, { status: 'RUNNING', q: 'a' })).toBe(true);
  expect(isListed({ status: 'FINISHED' }, {})).toBe(true);
});
