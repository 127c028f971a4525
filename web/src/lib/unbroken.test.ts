import { expect, test } from 'vitest';
import { unbroken } from './unbroken';

const marked = (text: string): string => unbroken(text).replaceAll('\u00a0', '_');

test('unbroken_numbersWithUnits_staySideBySide', () => {
  expect(marked('epoch 1: 85.67 %, needed 86.00 %')).toBe('epoch 1: 85.67_%, needed 86.00_%');
  expect(marked('by 0.11 points (95 %: 0.02 to 0.20), 3 points')).toBe('by 0.11_points (95_%: 0.02 to 0.20), 3_points');
  expect(marked('52 µs, 1 ms, 2 s and 5 min, 343.0 kB')).toBe('52_µs, 1_ms, 2_s and 5_min, 343.0_kB');
});

test('unbroken_otherWords_mayGoToTheNextLine', () => {
  expect(marked('3 runs, 5 samples, 2 minutes of 10 Bs')).toBe('3 runs, 5 samples, 2 minutes of 10 Bs');
});
