import { expect, test } from 'vitest';
import { confidenceText, labelName } from './image-card';

test('confidenceText_ofThe255ths_neverClaimsCertainty', () => {
  expect([0, 128, 252, 253, 255].map(confidenceText)).toEqual(['0\u00a0%', '50\u00a0%', '99\u00a0%', '>\u00a099\u00a0%', '>\u00a099\u00a0%']);
});

test('labelName_withoutAName_isTheIndex', () => {
  expect([labelName(['cat'], 0), labelName(['cat'], 3), labelName(['cat'], null)]).toEqual(['cat', '3', null]);
});
