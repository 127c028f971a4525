import { expect, test } from 'vitest';
import { endsOf, literalsOf, partsOf, selecting } from './selection';

test('selecting_aRange_joinsWhatWasThere', () => {
  expect(selecting('', [{ key: 'params.dropout', ends: { from: 0.1, to: 0.25 } }])).toBe('params.dropout >= 0.1 AND params.dropout <= 0.25');
  expect(selecting("status = 'FINISHED'", [{ key: 'epochs', ends: { from: 3, to: null } }])).toBe("status = 'FINISHED' AND epochs >= 3");
});

test('selecting_aKeyAgain_takesThePlaceOfItsOldRange', () => {
  const once = selecting('number > 3', [{ key: 'params.l2', ends: { from: 1e-6, to: 1e-4 } }]);
  const twice = selecting(once, [{ key: 'params.l2', ends: { from: 1e-5, to: null } }]);
  expect(twice).toBe('number > 3 AND params.l2 >= 0.00001');
  expect(selecting(twice, [{ key: 'params.l2', ends: null }])).toBe('number > 3');
});

test('selecting_beyondAnOr_keepsWhatItMeant', () => {
  expect(selecting('number = 1 OR number = 2', [{ key: 'epochs', ends: { from: 3, to: null } }])).toBe('(number = 1 OR number = 2) AND epochs >= 3');
});

test('selecting_values_andReadingThem', () => {
  const filter = selecting('', [{ key: 'params.filters', literals: ["'[8,16]'", "'it''s'", '3'] }]);
  expect(filter).toBe("params.filters IN ('[8,16]', 'it''s', 3)");
  expect(literalsOf(filter, 'params.filters')).toEqual(["'[8,16]'", "'it''s'", '3']);
  expect(literalsOf(filter, 'params.other')).toBeNull();
});

test('ends_areNeverLessThanWhatWasDraggedOver', () => {
  const filter = selecting('', [{ key: 'params.`my rate`', ends: { from: 0.00123456, to: 0.987654 } }]);
  const ends = endsOf(filter, 'params.`my rate`');
  expect(ends?.from).toBeLessThanOrEqual(0.00123456);
  expect(ends?.from).toBeCloseTo(0.00123456, 5);
  expect(ends?.to).toBeGreaterThanOrEqual(0.987654);
  expect(endsOf(filter, 'params.other')).toBeNull();
});

test('parts_leaveQuotesAndParenthesesWhole', () => {
  expect(partsOf("params.a = 'x AND y' AND (number = 1 OR number = 2) and tags.`b AND c` IS NULL")).toEqual([
    "params.a = 'x AND y'",
    '(number = 1 OR number = 2)',
    'tags.`b AND c` IS NULL',
  ]);
  expect(partsOf("params.a = 'open AND")).toEqual(["params.a = 'open AND"]);
});
