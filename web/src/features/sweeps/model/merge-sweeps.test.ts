import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod/mini';
import { parseJson } from '@/api/json';
import { listedSweepSchema } from '@/api/schemas';
import { mergeSweeps } from './merge-sweeps';

const golden = new URL('../../../../../src/test/resources/golden/api/sweeps-best.json', import.meta.url);
const listed = z.array(listedSweepSchema).parse(parseJson(readFileSync(golden, 'utf8')));

test('mergeSweeps_aNewerRecord_keepsTheBestRunWhereItIsTheBestStill', () => {
  const old = listed.find((sweep) => sweep.best_run !== null);
  if (!old) throw new Error('need a sweep with a best run');
  const newer = { ...old, sequence: old.sequence + 1, name: 'renamed' };
  expect(mergeSweeps([old], [newer])).toEqual([{ ...newer, best_run: old.best_run }]);
  expect(mergeSweeps([old], [{ ...newer, best_run_id: 'other' }])[0]?.best_run).toBeNull();
  expect(mergeSweeps([old], [{ ...newer, sequence: old.sequence - 1 }])).toEqual([old]);
});
