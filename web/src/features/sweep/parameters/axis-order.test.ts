import { expect, test } from 'vitest';
import { inOrder, orderText } from './axis-order';

const named = (...names: string[]) => names.map((name) => ({ name }));
const usual = named('rate', 'a,b', 'l2');

test('inOrder_ofWhatWasMoved_isAsItWasLeft', () => {
  const text = orderText(usual, usual, 2, 0);
  expect(inOrder(usual, text)).toEqual(named('l2', 'rate', 'a,b'));
  const again = orderText(usual, inOrder(usual, text), 2, 1);
  expect(inOrder(usual, again)).toEqual(named('l2', 'a,b', 'rate'));
});

test('inOrder_axesThatNoAddressNames_comeLastAsUsual', () => {
  expect(inOrder(named('new', 'rate', 'other', 'l2'), 'l2,gone,rate')).toEqual(named('l2', 'rate', 'new', 'other'));
  expect(inOrder(usual, undefined)).toBe(usual);
});

test('orderText_movedBack_isNothing', () => {
  expect(orderText(usual, inOrder(usual, 'l2,rate,a%2Cb'), 0, 2)).toBeUndefined();
});
