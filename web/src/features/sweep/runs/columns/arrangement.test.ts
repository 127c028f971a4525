import { expect, test } from 'vitest';
import { arrangementOf, arrangementTexts, folded, isShown, marked, moved, ordered, USUAL } from './arrangement';
import type { Column } from './column';

function column(id: string, same: string | null = null, usual = true): Column {
  return { id, name: id, number: true, value: null, cell: () => null, fromTheBest: false, metric: null, same, ofOneRun: false, usual };
}

const COLUMNS = [column('number'), column('status'), column('band'), column('parameters.lr'), column('parameters.filters', '[8, 16]'), column('metrics.a,b:c%')];

function ids(arrangement: typeof USUAL): string[] {
  return ordered(COLUMNS, arrangement).filter((each) => isShown(each, arrangement)).map(({ id }) => id);
}

test('arrangement_asUsual_foldsWhatIsTheSameAndTakesNoRoomInTheAddress', () => {
  expect(ids(USUAL)).toEqual(['number', 'status', 'band', 'parameters.lr', 'metrics.a,b:c%']);
  expect(folded(COLUMNS, USUAL).map(({ id }) => id)).toEqual(['parameters.filters']);
  expect(arrangementTexts(USUAL)).toEqual({ columns: undefined, order: undefined });
});

test('arrangement_hiddenPinnedWideAndShown_comesBackFromTheAddress', () => {
  let chosen = marked(USUAL, ['band'], { shown: false });
  chosen = marked(chosen, ['metrics.a,b:c%'], { pinned: true });
  chosen = marked(chosen, ['parameters.filters'], { shown: true });
  chosen = marked(chosen, ['parameters.filters', 'status'], { width: 120.4 });
  const texts = arrangementTexts(chosen);
  expect(texts.columns).toBe('-band,*metrics.a%2Cb%3Ac%25,parameters.filters,parameters.filters:120,status:120');
  const back = arrangementOf(texts.columns, texts.order);
  expect(back).toEqual(chosen);
  expect(ids(back)).toEqual(['number', 'metrics.a,b:c%', 'status', 'parameters.lr', 'parameters.filters']);
  expect(folded(COLUMNS, back)).toEqual([]);
  expect(marked(back, COLUMNS.map(({ id }) => id), { shown: undefined, pinned: undefined, width: undefined })).toEqual(USUAL);
});

test('moved_toTheFront_saysOnlyThatOne', () => {
  const first = moved(COLUMNS, USUAL, 'parameters.lr', 'number');
  expect(first.order).toEqual(['parameters.lr']);
  expect(ids(first)).toEqual(['number', 'parameters.lr', 'status', 'band', 'metrics.a,b:c%']);
  const back = moved(COLUMNS, first, 'parameters.lr', 'band');
  expect(ids(back)).toEqual(['number', 'status', 'band', 'parameters.lr', 'metrics.a,b:c%']);
  expect(arrangementTexts(back).order).toBeUndefined();
});

test('moved_amongPinnedOnes_isPinnedToo', () => {
  const pinned = marked(USUAL, ['band'], { pinned: true });
  const both = moved(COLUMNS, pinned, 'parameters.lr', 'band');
  expect(ids(both).slice(0, 4)).toEqual(['number', 'parameters.lr', 'band', 'status']);
  expect(both.marks.get('parameters.lr')).toEqual({ pinned: true });
});

test('arrangementOf_oddText_isLeftOut', () => {
  expect(arrangementOf(',,:,-,x:y,status:7', ',')).toEqual({ marks: new Map([['status', { width: 40 }]]), order: [] });
});
