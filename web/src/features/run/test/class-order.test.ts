import { expect, test } from 'vitest';
import { inOrder, pressed } from './class-order';

const classes = [0.9, null, 0.7, 0.9].map((f1, label) => ({ label: String(label), precision: 1, recall: 1, f1, support: 10 - label }));
const labels = (order: Parameters<typeof inOrder>[1]) => inOrder(classes, order).map(({ label }) => label).join('');

test('inOrder_eachWay_putsThoseWithoutAValueLast', () => {
  expect(labels(undefined)).toBe('0123');
  expect(labels('f1')).toBe('2031');
  expect(labels('-f1')).toBe('0321');
  expect(labels('support')).toBe('3210');
});

test('pressed_threeTimes_isUpDownAndNone', () => {
  expect(pressed('f1', undefined)).toBe('f1');
  expect(pressed('f1', 'f1')).toBe('-f1');
  expect(pressed('f1', '-f1')).toBeUndefined();
  expect(pressed('recall', '-f1')).toBe('recall');
});
