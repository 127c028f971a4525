import { expect, test } from 'vitest';
import { mergeMatches, NO_MATCHES } from './matches';
import { aRun } from './test-runs';

const first = aRun({ number: 1, sequence: 5 });
const second = aRun({ number: 2, sequence: 9 });

test('mergeMatches_firstAnswer_isAllThatMatch', () => {
  expect(mergeMatches(NO_MATCHES, [first, second], [second])).toEqual({ ids: new Set(['run-2']), sequence: 9 });
});

test('mergeMatches_changedRunThatMatchesNoLonger_leaves', () => {
  const known = { ids: new Set(['run-1', 'run-2']), sequence: 9 };
  const changed = { ...first, sequence: 12 };
  expect(mergeMatches(known, [changed, second], [])).toEqual({ ids: new Set(['run-2']), sequence: 12 });
  expect(mergeMatches(known, [changed, second], [changed]).ids).toEqual(new Set(['run-1', 'run-2']));
});

test('mergeMatches_answerNewerThanTheRuns_isAskedForAgain', () => {
  const merged = mergeMatches({ ids: new Set(), sequence: 9 }, [first, second], [{ ...first, sequence: 13 }]);
  expect(merged).toEqual({ ids: new Set(['run-1']), sequence: 9 });
});

test('mergeMatches_runsNotYetKnown_startsFromTheFirstAgain', () => {
  expect(mergeMatches(NO_MATCHES, [], [first])).toEqual({ ids: new Set(['run-1']), sequence: 0 });
});
