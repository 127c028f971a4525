import { expect, test } from 'vitest';
import { filePath, isStep, sortsOf, sortsText, viewSchema } from './view';

test('viewSchema_nonsenseInTheAddress_isLeftOut', () => {
  expect(viewSchema.parse({ metric: 'f1 score', range: 'some', space: 'x', baseline: '-2', page: '3', extra: 'x' })).toEqual({ metric: 'f1 score' });
  expect(viewSchema.parse({ baseline: '3', sort: '-seconds' })).toEqual({ baseline: 3, sort: '-seconds' });
});

test('sortsText_anySorts_readBackTheSame', () => {
  const accuracy = { id: 'metrics.test_accuracy', desc: true };
  const number = { id: 'number', desc: false };
  for (const sorts of [[accuracy], [number], [{ ...number, desc: true }], [accuracy, { id: 'parameters.size', desc: false }]]) {
    expect(sortsOf({ sort: sortsText(sorts) })).toEqual(sorts);
  }
  expect(sortsText([accuracy, number])).toBe('-metrics.test_accuracy,number');
});

test('sortsOf_orderInTheCommandLinesWords_isTheSame', () => {
  expect(sortsOf({ sort: 'metrics.val_loss DESC, params.batch_size asc,,- number' })).toEqual([
    { id: 'metrics.val_loss', desc: true },
    { id: 'parameters.batch_size', desc: false },
    { id: 'number', desc: true },
  ]);
});

test('viewSchema_filterOverLines_isOneLine', () => {
  expect(viewSchema.parse({ filter: ' number > 1\r\nAND band = 2 ' }).filter).toBe('number > 1 AND band = 2');
});

test('isStep_filterAndOrder_areUndoneByGoingBack', () => {
  expect([{ filter: undefined }, { sort: 'number', open: undefined }, { runs: '4' }, { baseline: 2 }].map(isStep)).toEqual([true, true, false, false]);
});

test('filePath_filterAndOrder_areThoseOfTheTable', () => {
  expect(filePath('5e', 'csv', {})).toBe('/sweeps/5e/runs.csv');
  expect(filePath('5e', 'jsonl', { filter: 'number > 1', sort: '-seconds' }, true)).toBe(
    '/sweeps/5e/runs.jsonl?filter=number+%3E+1&sort=-seconds&history=true',
  );
});
