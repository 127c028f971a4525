import { expect, test } from 'vitest';
import { methodText } from './method-text';

test('methodText_ofBayes_saysBothOfItsNames', () => {
  expect([methodText('tpe'), methodText('random')]).toEqual(['bayes (tpe)', 'random']);
});
