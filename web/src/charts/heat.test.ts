import { expect, test } from 'vitest';
import { heat } from './heat';

test('heat_moreMistakes_isStronger', () => {
  const shades = [0, 1, 4, 16].map((images) => heat(images, 16));
  expect(shades[0]).toBe(0);
  expect(shades).toEqual([...shades].sort((a, b) => a - b));
  expect(new Set(shades).size).toBe(4);
  expect(shades[3]).toBeLessThan(0.7);
});
