import { expect, test } from 'vitest';
import { nextTheme } from './theme';

test('nextTheme_thrice_isTheSameAgain', () => {
  expect(nextTheme(nextTheme(nextTheme('system')))).toBe('system');
  expect(nextTheme('light')).toBe('dark');
});
