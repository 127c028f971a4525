import { expect, test } from 'vitest';
import { balancedColumns } from './columns';

test('balancedColumns_lastRow_isNeverMuchEmptier', () => {
  expect([1, 2, 5, 6, 7, 11].map((charts) => balancedColumns(charts, 1300))).toEqual([1, 2, 5, 3, 4, 4]);
});

test('balancedColumns_narrow_areTwo', () => {
  expect([1, 2, 6].map((charts) => balancedColumns(charts, 300))).toEqual([1, 2, 2]);
});
