import { expect, test } from 'vitest';
import { beatsChance } from './chance';

test('beatsChance_intervalAroundGuessing_doesNot', () => {
  expect(beatsChance([0.085, 0.128], 10)).toBe(false);
  expect(beatsChance([0.101, 0.14], 10)).toBe(true);
  expect(beatsChance([0.45, 0.56], 2)).toBe(false);
});

test('beatsChance_unknown_isNotDenied', () => {
  expect(beatsChance(undefined, 10)).toBe(true);
  expect(beatsChance([0, 0.1], 0)).toBe(true);
});
