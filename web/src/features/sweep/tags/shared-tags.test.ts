import { expect, test } from 'vitest';
import type { Run } from '@/api/schemas';
import { valuesBefore } from '../selection/use-bulk-actions';
import { sharedTags } from './shared-tags';

test('sharedTags_onlyWhatAllHaveAlike', () => {
  const runs = [{ a: '1', b: '2', note: 'x' }, { a: '1', b: '3', note: 'x' }].map((tags) => ({ tags }) as unknown as Run);
  expect(sharedTags(runs)).toEqual({ a: '1', note: 'x' });
  expect(Object.keys(sharedTags([]))).toEqual([]);
});

test('valuesBefore_whatEachHad_isWhatAnUndoSets', () => {
  const runs = [{ a: '1' }, {}, { a: '1' }].map((tags, index) => ({ run_id: `r${index}`, tags }) as unknown as Run);
  expect([...valuesBefore(runs, 'a')]).toEqual([['1', ['r0', 'r2']], ['', ['r1']]]);
});
