import { expect, test } from 'vitest';
import { rangeOf } from './offsets';

function marked(text: string, line: number, column: number): string {
  const { from, to } = rangeOf(text, { line, column });
  return text.slice(from, to);
}

test('a problem marks the word at its line and column', () => {
  const text = 'name: x\nparameters: {lr: {min: 1e-3, max: "a b"}}\n';
  expect(marked(text, 1, 1)).toBe('name');
  expect(marked(text, 2, 13)).toBe('{lr');
  expect(marked(text, 2, 24)).toBe('1e-3');
  expect(marked(text, 2, 35)).toBe('"a b"');
});

test('columns count characters, not their halves', () => {
  expect(marked('a: 😀 b: wrong', 1, 6)).toBe('b');
});

test('a place beyond the text marks its end', () => {
  expect(rangeOf('abc', { line: 9, column: 9 })).toEqual({ from: 2, to: 3 });
  expect(rangeOf('', { line: 1, column: 1 })).toEqual({ from: 0, to: 0 });
});
