import { expect, test } from 'vitest';
import { selecting } from '../model/selection';
import { isSelected, kindWish, MOST_SELECTED } from './kinds';

const overfits = { title: 'It overfits', severity: 'warning', numbers: [2, 5, 11] } as const;
const diverged = { title: 'It diverged', severity: 'warning', numbers: [2, 5] } as const;

test('kindWish_pressedTwice_selectsItsRunsAndThenAllAgain', () => {
  const kind = { ...overfits, numbers: [...overfits.numbers] };
  const once = selecting("status = 'FINISHED'", [kindWish("status = 'FINISHED'", kind)]);
  expect(once).toBe("status = 'FINISHED' AND number IN (2, 5, 11)");
  expect(isSelected(once, kind)).toBe(true);
  expect(isSelected(once, { ...diverged, numbers: [...diverged.numbers] })).toBe(false);
  expect(selecting(once, [kindWish(once, kind)])).toBe("status = 'FINISHED'");
});

test('kindWish_moreThanAnAddressHolds_theFirstOfThem', () => {
  const many = { ...overfits, numbers: Array.from({ length: MOST_SELECTED + 1 }, (_, index) => index + 1) };
  const filter = selecting('', [kindWish('', many)]);
  expect(filter).toContain(`${MOST_SELECTED})`);
  expect(isSelected(filter, many)).toBe(true);
});
