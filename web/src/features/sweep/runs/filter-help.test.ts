import { expect, test } from 'vitest';
import type { Problem } from '@/api/schemas';
import { corrected, examples, isUnfinished, marked, unknownKeys } from './filter-help';
import { aRun, aSweep } from '../model/test-runs';

const runs = [
  aRun({ number: 1, parameters: { dropout: 0.25, 'odd name': 3, filters: [16, 32] }, metrics: { val_loss: 1 }, tags: { note: 'a' } }),
];

function problem(of: Partial<Problem>): Problem {
  return { file: 'filter', line: 1, column: 1, found: 'x', expected: 'y', nearest: null, ...of };
}

test('examples_ofASweep_nameItsOwnParameters', () => {
  expect(examples(aSweep(), runs)).toEqual([
    'metrics.test_accuracy >= 0.99',
    'params.dropout <= 0.25 AND epochs > 1',
    "params.filters = '[16,32]'",
    "status IN ('FAILED', 'PRUNED')",
    'metrics.val_accuracy IS NULL OR NOT reason IS NULL',
  ]);
  expect(examples(aSweep(), [])).toHaveLength(3);
  expect(examples(aSweep({ metric: null, thresholds: [] }), [])).toEqual(["status IN ('FAILED', 'PRUNED')"]);
});

test('unknownKeys_filter_areThoseThatNoRunHas', () => {
  expect(unknownKeys("params.droput < 1 AND metric.val_loss < 2 AND tags.note = 'metrics.x'", runs)).toEqual(['params.droput']);
  expect(unknownKeys('parameters.`odd name` = 3 OR metrics."val loss" = 1 OR epochs > 3', runs)).toEqual(['metrics.val loss']);
});

test('isUnfinished_onlyTheEndWrong_isStillTyped', () => {
  expect(isUnfinished('metrics.t', [problem({ column: 10, found: 'the end' })])).toBe(true);
  expect(isUnfinished('number < 1 AND statu', [problem({ column: 16, found: 'statu' }), problem({ column: 21, found: 'the end' })])).toBe(true);
  expect(isUnfinished("status = 'FIN", [problem({ column: 10, found: "no end of what begins with '" })])).toBe(true);
  expect(isUnfinished("status = 'finished' OR number", [problem({ column: 10, found: '"finished"' }), problem({ column: 30, found: 'the end' })])).toBe(false);
  expect(isUnfinished('x', [])).toBe(false);
});

test('marked_place_isWhatWasFoundThere', () => {
  const at = (column: number, found: string) => Object.values(marked("𝒳 adn b = 'x'", problem({ column, found })));
  expect(at(3, 'adn')).toEqual(['𝒳 ', 'adn', " b = 'x'"]);
  expect(at(11 - 1, '"x"')).toEqual(["𝒳 adn b =", ' ', "'x'"]);
  expect(at(11, '"x"')).toEqual(['𝒳 adn b = ', "'x'", '']);
  expect(at(14, 'the end')).toEqual(["𝒳 adn b = 'x'", '', '']);
  expect(marked('a\nbc adn', problem({ line: 2, column: 4, found: 'adn' }))).toEqual({ before: 'bc ', marked: 'adn', after: '' });
});

test('corrected_nearestName_takesThePlaceOfWhatWasFound', () => {
  expect(corrected('𝒳 adn b', problem({ column: 3, found: 'adn', nearest: 'AND' }))).toBe('𝒳 AND b');
  expect(corrected("a = 'x' b", problem({ column: 5, found: '"x"', nearest: "'X'" }))).toBe("a = 'X' b");
  expect(corrected('a', problem({ column: 2, found: 'the end', nearest: 'AND' }))).toBeNull();
  expect(corrected('a adn', problem({ column: 3, found: 'adn' }))).toBeNull();
  expect(corrected('a = NULL', problem({ column: 5, found: 'NULL', nearest: 'IS NULL' }))).toBeNull();
  expect(corrected('a\nb adn', problem({ line: 2, column: 3, found: 'adn', nearest: 'AND' }))).toBe('a\nb AND');
});
