import { expect, test } from 'vitest';
import { chosenRuns, chosenText, toggled, withChosen } from './chosen';

test('toggled_aRunLeaves_theOthersKeepTheirPlaces', () => {
  const three = [7, 3, 12].reduce(toggled, chosenRuns(undefined));
  expect(chosenText(three)).toBe('7,3,12');
  const two = toggled(three, 3);
  expect(chosenText(two)).toBe('7,,12');
  expect(two.get(12)).toBe(2);
  expect(chosenText(toggled(two, 40))).toBe('7,40,12');
});

test('toggled_theLastOne_leavesNothing', () => {
  expect(chosenText(toggled(chosenRuns('5'), 5))).toBeUndefined();
});

test('chosenRuns_oddText_isLeftOut', () => {
  expect([...chosenRuns('3,x,3,-1,0,2.5,9')]).toEqual([[3, 0], [9, 6]]);
});

test('withChosen_manyAtOnce', () => {
  const some = withChosen(chosenRuns('2,,5'), [5, 6, 7], true);
  expect(chosenText(some)).toBe('2,6,5,7');
  expect(chosenText(withChosen(some, [2, 6], false))).toBe(',,5,7');
});
