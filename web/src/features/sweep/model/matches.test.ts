import { expect, test } from 'vitest';
import { mergeMatches, NO_MATCHES } from './matches';
import { aRun } from './test-runs';

const first = aRun({ number: 1, sequence: 5 });
const second = aRun({ number: 2, sequence: 9 });

test('mergeMatches_firstAnswer_isAllThatMatch', () => {
  expect(mergeMatches(NO_MATCHES, [first, second], [2])).toEqual({ numbers: new Set([2]), sequence: 9 });
});

test('mergeMatches_changedRunThatMatchesNoLonger_leaves', () => {
  const known = { numbers: new Set([1, 2]), sequence: 9 };
  const changed = { ...first, sequence: 12 };
  expect(mergeMatches(known, [changed, second], [])).toEqual({ numbers: new Set([2]), sequence: 12 });
  expect(mergeMatches(known, [changed, second], [1]).numbers).toEqual(new Set([1, 2]));
});

test('mergeMatches_answerNewerThanTheRuns_isAskedForAgain', () => {
  const merged = mergeMatches({ numbers: new Set(), sequence: 9 }, [first, second], [1]);
  expect(merged).toEqual({ numbers: new Set([1]), sequence: 9 });
});

test('mergeMatches_runsNotYetKnown_startsFromTheFirstAgain', () => {
  expect(mergeMatches(NO_MATCHES, [], [1])).toEqual({ numbers: new Set([1]), sequence: 0 });
});

test('mergeMatches_nothingNew_staysTheSame', () => {
  const known = { numbers: new Set([2]), sequence: 9 };
  expect(mergeMatches(known, [first, second], [])).toBe(known);
});
