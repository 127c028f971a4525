import { expect, test } from 'vitest';
import type { Run } from '@/api/schemas';
import type { Column } from '../columns/column';
import { bestOf, groupedBy, groupsOf, spreadOf } from './groups';
import { compareValues, type SortValue } from '../sort-values';
import { sortedBy, sortedRuns, tableRows, type Arranging } from './table-rows';

function run(number: number, lr: number, accuracy: number | null): Run {
  return { run_id: `r${number}`, number, parameters: { lr, units: [8, 16] }, metrics: { val_accuracy: accuracy } } as unknown as Run;
}

const RUNS = [run(1, 0.1, 0.9), run(2, 0.2, 0.5), run(3, 0.1, 0.94), run(4, 0.2, null), run(5, 0.3, 0.8)];

const COLUMNS = [
  { id: 'number', value: (each: Run) => each.number, metric: null },
  { id: 'parameters.lr', value: (each: Run) => Number(each.parameters.lr), metric: null },
  { id: 'metrics.val_accuracy', value: (each: Run) => each.metrics.val_accuracy ?? undefined, metric: 'val_accuracy' },
  { id: 'tags', value: null, metric: null },
] as unknown as Column[];

function rows(shown: readonly Run[], how: Partial<Arranging>): { pinned: number[]; rows: string[] } {
  const arranging: Arranging = { columns: COLUMNS, sorts: [{ id: 'number', desc: false }], pins: [], by: null, open: new Set(), ...how };
  const result = tableRows(sortedRuns(RUNS, arranging), shown, arranging);
  return {
    pinned: result.pinned.map(({ number }) => number),
    rows: result.rows.map((row) => (row.kind === 'run' ? String(row.run.number) : `${row.open ? 'v' : '>'}${row.group.id}:${row.group.runs.length}`)),
  };
}

test('tableRows_withoutAValue_comeLastEitherWay', () => {
  const by = (desc: boolean) => rows(RUNS, { sorts: [{ id: 'metrics.val_accuracy', desc }] }).rows;
  expect(by(true)).toEqual(['3', '1', '5', '2', '4']);
  expect(by(false)).toEqual(['2', '5', '1', '3', '4']);
  expect(rows(RUNS, { sorts: [{ id: 'parameters.lr', desc: true }, { id: 'number', desc: true }, { id: 'tags', desc: true }] }).rows).toEqual(['5', '4', '2', '3', '1']);
});

test('sortedBy_valuesThatCompareAsEqual_stayInTheirOrder', () => {
  const by = (values: readonly SortValue[], desc: boolean) => sortedBy([...values.keys()], [{ value: (place) => values[place], desc }]);
  expect(by(['x10', 'x9', undefined, 'x09', 'x9'], false)).toEqual([1, 3, 4, 0, 2]);
  expect(by(['x10', 'x9', undefined, 'x09', 'x9'], true)).toEqual([0, 1, 3, 4, 2]);
  expect(by([2, 1n, 1, 0, -0], false)).toEqual([3, 4, 1, 2, 0]);
  expect(by([2, 1n, 1, 0, -0], true)).toEqual([0, 1, 2, 3, 4]);
});

test('sortedBy_severalKeys_isAsByComparingEach', () => {
  const places = Array.from({ length: 500 }, (_, place) => place);
  const few = (place: number): SortValue => ((place * 7919) % 11 === 0 ? undefined : (place * 7919) % 5);
  const many = (place: number): SortValue => ((place * 104_729) % 997) / 7;
  const compared = (a: SortValue, b: SortValue, sign: number): number =>
    a === undefined || b === undefined ? Number(a === undefined) - Number(b === undefined) : sign * compareValues(a, b);
  expect(sortedBy(places, [{ value: few, desc: true }, { value: many, desc: false }])).toEqual(
    [...places].sort((a, b) => compared(few(a), few(b), -1) || compared(many(a), many(b), 1)),
  );
});

test('tableRows_ofAFilter_areInTheOrderOfAll', () => {
  const sorts = [{ id: 'metrics.val_accuracy', desc: true }];
  expect(rows([RUNS[4], RUNS[3], RUNS[0]] as Run[], { sorts }).rows).toEqual(['1', '5', '4']);
  expect(rows([], { sorts }).rows).toEqual([]);
});

test('tableRows_pinned_standAboveWhateverTheFilter', () => {
  expect(rows(RUNS.slice(0, 3), { pins: [5, 2, 99] })).toEqual({ pinned: [5, 2], rows: ['1', '3'] });
});

test('tableRows_grouped_byTheMeanAndFolded', () => {
  const sorts = [{ id: 'metrics.val_accuracy', desc: true }];
  expect(rows(RUNS, { by: ['lr'], sorts }).rows).toEqual(['>1:2', '>5:1', '>2:2']);
  expect(rows(RUNS, { by: ['lr'], sorts, open: new Set([1]) }).rows).toEqual(['v1:2', '3', '1', '>5:1', '>2:2']);
  expect(rows(RUNS, { by: ['lr', 'units'] }).rows).toEqual(['>1:2', '>2:2', '>5:1']);
});

test('groupedBy_whatNoRunHas_isNoGroups', () => {
  expect(groupedBy(undefined, ['lr'])).toBeNull();
  expect(groupedBy('parameters.none', ['lr'])).toBeNull();
  expect(groupedBy('all', ['lr', 'units'])).toEqual(['lr', 'units']);
  expect(groupedBy('parameters.lr', ['lr'])).toEqual(['lr']);
});

test('groupsOf_numbersAlikeInFewDigits_areApart', () => {
  expect(groupsOf([run(1, 0.100001, 1), run(2, 0.100002, 1)], ['lr'])).toHaveLength(2);
});

test('spreadOf_ofWhatIsFinite_isMeanAndSampleDeviation', () => {
  const spread = spreadOf([run(1, 1, 2), run(2, 1, 4), run(3, 1, 4), run(4, 1, 6), run(5, 1, Number.NaN)], 'val_accuracy');
  expect(spread?.mean).toBe(4);
  expect(spread?.sd).toBeCloseTo(Math.sqrt(8 / 3), 12);
  expect(spread?.count).toBe(4);
  expect(spreadOf([run(1, 1, 2)], 'val_accuracy')).toEqual({ mean: 2, sd: null, count: 1 });
  expect(spreadOf([run(1, 1, null)], 'val_accuracy')).toBeNull();
});

test('bestOf_byTheGoal', () => {
  expect(bestOf(RUNS, 'val_accuracy', 'maximize')?.number).toBe(3);
  expect(bestOf(RUNS, 'val_accuracy', 'minimize')?.number).toBe(2);
  expect(bestOf(RUNS, 'none', 'maximize')).toBeNull();
});
