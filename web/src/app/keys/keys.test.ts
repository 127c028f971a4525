import { expect, test } from 'vitest';
import { meant, shortcuts } from './keys';

const all = shortcuts(() => undefined, () => undefined);
const does = (before: string | null, key: string) => meant(all, before, key)?.does;

test('meant_twoKeys_needTheFirstJustBefore', () => {
  expect(does('g', 's')).toBe('Go to the sweeps');
  expect(does(null, 's')).toBeUndefined();
  expect(does(null, 'g')).toBeUndefined();
});

test('meant_oneKey_isMeantAfterAnyOther', () => {
  expect(does(null, 'j')).toBe('Next row');
  expect(does('g', 'j')).toBe('Next row');
  expect(does('q', '?')).toBe('Show these keys');
});

test('shortcuts_theirKeys_areNotGivenTwice', () => {
  const texts = all.map(({ keys }) => keys.join(' '));
  expect(new Set(texts).size).toBe(texts.length);
  expect(all.every(({ keys }) => keys.length === 2 || !all.some((other) => other.keys.length === 2 && other.keys[0] === keys[0]))).toBe(true);
});
