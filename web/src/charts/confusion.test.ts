import { expect, test } from 'vitest';
import { countCells, differenceCells } from './confusion';

const BASE = [
  [90, 10],
  [0, 100],
];
const LABELS = ['cat', 'dog'];

test('differenceCells_moreRight_isGoodAndMoreMistakesAreBad', () => {
  const cells = differenceCells([[97, 3], [2, 98]], BASE, LABELS).flat();
  expect(cells.map(({ text, kind }) => [text, kind])).toEqual([
    ['+7', 'good'],
    ['−7', 'good'],
    ['+2', 'bad'],
    ['−2', 'bad'],
  ]);
  expect(cells[1]?.title).toBe('7 fewer of class cat predicted as dog');
  expect(differenceCells(BASE, BASE, LABELS).flat().every(({ kind, text }) => kind === 'none' && text === '·')).toBe(true);
});

test('countCells_mistakes_areShadedAndNoneIsADot', () => {
  expect(countCells(BASE, LABELS).flat().map(({ text, kind }) => [text, kind])).toEqual([
    ['90', 'right'],
    ['10', 'wrong'],
    ['·', 'none'],
    ['100', 'right'],
  ]);
});

test('countCells_of600Classes_areShadedByTheMostMistakes', () => {
  const confusion = Array.from({ length: 600 }, (_, i) => Array.from({ length: 600 }, (_, j) => (i === 1 && j === 2 ? 9 : i === 2 && j === 1 ? 1 : 0)));
  const cells = countCells(confusion, []);
  expect(cells[1]?.[2]?.heat).toBeGreaterThan(cells[2]?.[1]?.heat ?? 1);
});
