import { expect, test } from 'vitest';
import { logText, pieces } from './log-text';

test('logText_cutLog_saysWhatIsLeftOut', () => {
  const log = { run_id: 'r', head: 'one', tail: 'end\n', omitted: 1500, failure: null };
  expect(logText(log)).toBe('one\n… 1,500\u00a0characters left out here …\nend\n');
  expect(logText({ ...log, omitted: 0 })).toBe('oneend\n');
});

test('logText_controlCharacters_steerNothing', () => {
  const log = { run_id: 'r', head: 'a\u001b[31m\tb\r\n\u202ec', tail: '', omitted: 0, failure: null };
  expect(logText(log)).toBe('a\\u001b[31m    b\n\\u202ec');
});

test('pieces_textFoundTwice_areMarkedAndMakeTheTextAgain', () => {
  const all = pieces('Epoch 1 (val)\nepoch 2', 'epoch');
  expect(all.filter(({ found }) => found).map(({ text }) => text)).toEqual(['Epoch', 'epoch']);
  expect(all.map(({ text }) => text).join('')).toBe('Epoch 1 (val)\nepoch 2');
});

test.each(['(val)', 'a.c', '$', '\\', '-', '[x]'])('pieces_of%s_findItAsItIs', (wanted) => {
  const text = `x ${wanted} y abc`;
  expect(pieces(text, wanted)).toEqual([
    { text: 'x ', found: false },
    { text: wanted, found: true },
    { text: ' y abc', found: false },
  ]);
});

test('pieces_nothingWantedOrNothingFound_areTheTextInOne', () => {
  expect(pieces('abc', '')).toEqual([{ text: 'abc', found: false }]);
  expect(pieces('abc', 'd')).toEqual([{ text: 'abc', found: false }]);
});
