import { expect, test } from 'vitest';
import { viewSchema, type View } from '../model/view';
import { isSame, savedQuery, viewOf } from './saved-query';

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

test('isSame_whateverTheOrder', () => {
  expect(isSame('a=1&b=x%20y', 'b=x+y&a=1')).toBe(true);
  expect(isSame('a=1', 'a=2')).toBe(false);
});
