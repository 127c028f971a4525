import { expect, test } from 'vitest';
import { viewSchema, type View } from '../model/view';
import { isShown, savedQuery, viewOf } from './saved-query';

const VIEW: View = { filter: "params.a = 'x & y'", sort: '-metrics.val_accuracy', columns: '-band,*status:120', by: 'all' };

test('savedQuery_ofNoRuns_isForAnySweep', () => {
  const query = savedQuery(VIEW, 'one');
  expect(query).not.toContain('sweep');
  expect(viewOf(query, 'another')).toEqual(VIEW);
});

test('savedQuery_ofRuns_meansThemInTheirSweepOnly', () => {
  const view: View = { ...VIEW, runs: '3,,7', pins: '3', baseline: 7, open: '1' };
  const query = savedQuery(view, 'one');
  expect(viewOf(query, 'one')).toEqual(view);
  expect(JSON.parse(JSON.stringify(viewOf(query, 'another')))).toEqual(VIEW);
});

test('viewOf_oddText_isNoView', () => {
  expect(JSON.parse(JSON.stringify(viewOf('%%%&range=sideways&baseline=-3&none=1', 'one')))).toEqual({});
});

test('savedQuery_everyPartOfAView_isKept', () => {
  const parts = Object.keys(viewSchema.shape);
  const given = Object.fromEntries(parts.map((name) => [name, name === 'range' ? 'log' : name === 'space' ? 'parallel' : name === 'chart' ? 'timeline' : name === 'smooth' ? '0.5' : '4']));
  const view = viewSchema.parse(given);
  expect(viewOf(savedQuery(view, 'one'), 'one')).toEqual(view);
});

test('isShown_whateverTheOrder', () => {
  expect(isShown("order=1&filter=params.a+%3D+'x'", { filter: "params.a = 'x'", order: '1' }, 'one')).toBe(true);
  expect(isShown('order=1', { order: '2' }, 'one')).toBe(false);
});

test('isShown_ofRunsOfAnotherSweep_isAllThatItCanBe', () => {
  const query = savedQuery({ ...VIEW, runs: '3,7' }, 'one');
  expect([isShown(query, VIEW, 'another'), isShown(query, VIEW, 'one')]).toEqual([true, false]);
});
