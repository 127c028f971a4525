import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseJson } from '@/api/json';
import { diagnosisSchema } from '@/api/analysis-schemas';
import { runDetailSchema } from '@/api/schemas';
import { isTold } from './told';

function golden(name: string): unknown {
  return parseJson(readFileSync(new URL(`../../../../../src/test/resources/golden/api/${name}.json`, import.meta.url), 'utf8'));
}

const run = runDetailSchema.parse(golden('run'));
const found = diagnosisSchema.parse(golden('run-diagnosis'));
const nothing = { findings: [] };

test('told_aFinding_alwaysWithTheKeysToChange', () => {
  expect(found.findings[0]?.changes).toEqual([{ key: 'learning_rate', value: '0.083', now: '0.25' }]);
  expect(isTold({ ...run, status: 'FAILED' }, found)).toBe(true);
});

test('told_nothing_onlyOfARunThatTheRulesCouldLookAt', () => {
  expect(isTold({ ...run, status: 'FINISHED' }, nothing)).toBe(true);
  expect(isTold({ ...run, status: 'RUNNING', epochs: 4 }, nothing)).toBe(false);
  expect(isTold({ ...run, status: 'RUNNING', epochs: 5 }, nothing)).toBe(true);
  expect(isTold({ ...run, status: 'FAILED' }, nothing)).toBe(false);
});
