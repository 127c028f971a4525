import { expect, test } from 'vitest';
import { around } from './neighbours';

const runs = [7, 2, 5].map((number) => ({ number, run_id: `r${number}` }));

test('around_runOfAList_areThoseBesideItInTheListsOrder', () => {
  expect(around(runs, 2)).toMatchObject({ previous: runs[0], next: runs[2] });
  expect(around(runs, 7)).toMatchObject({ previous: null, next: runs[1] });
  expect(around(runs, 5)).toMatchObject({ previous: runs[1], next: null });
});

test('around_runThatIsNotInTheList_isNull', () => {
  expect(around(runs, 3)).toBeNull();
});
