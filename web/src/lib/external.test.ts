import { expect, test } from 'vitest';
import { isExternal } from './external';

test('isExternal_runOfItsOwnProgram_isToldByItsEnvironment', () => {
  expect(isExternal({ environment: { trained_by: 'a program of its own', java: '17' } })).toBe(true);
  expect(isExternal({ environment: { trawl: '0.1.0' } })).toBe(false);
});
