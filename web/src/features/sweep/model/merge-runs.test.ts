import { expect, test } from 'vitest';
import { lastSequence, mergeRuns, withoutDeleted } from './merge-runs';
import { aRun } from './test-runs';

test('mergeRuns_changedAndNew_replaceAndJoinInOrder', () => {
  const merged = mergeRuns(
    [aRun({ number: 1 }), aRun({ number: 3, epochs: 1 })],
    [aRun({ number: 3, epochs: 2, sequence: 9 }), aRun({ number: 2, sequence: 8 })],
  );
  expect(merged.map((run) => [run.number, run.epochs])).toEqual([[1, 3], [2, 3], [3, 2]]);
});

test('mergeRuns_answerOlderThanKnown_isIgnored', () => {
  const merged = mergeRuns([aRun({ number: 1, epochs: 5, sequence: 20 })], [aRun({ number: 1, epochs: 4, sequence: 19 })]);
  expect(merged[0]?.epochs).toBe(5);
});

test('mergeRuns_newAttempt_takesThePlaceOfTheEarlier', () => {
  const first = aRun({ number: 2, run_id: 'a', status: 'FAILED', sequence: 30 });
  const second = aRun({ number: 2, run_id: 'b', attempt: 2, sequence: 31 });
  expect(mergeRuns([first], [second]).map((run) => run.run_id)).toEqual(['b']);
  expect(mergeRuns([second], [{ ...first, sequence: 40 }]).map((run) => run.run_id)).toEqual(['b']);
});

test('withoutDeleted_some_leavesTheOthers', () => {
  const runs = [aRun({ number: 1 }), aRun({ number: 2 })];
  expect(withoutDeleted(runs, [aRun({ number: 1, deleted_at: '2025-03-01T12:00:00Z' })])).toEqual([runs[1]]);
  expect(withoutDeleted(runs, [])).toEqual(runs);
});

test('lastSequence_anyOrder_isTheGreatest', () => {
  expect(lastSequence([aRun({ number: 1, sequence: 7 }), aRun({ number: 2, sequence: 3 })])).toBe(7);
  expect(lastSequence([])).toBe(0);
});
