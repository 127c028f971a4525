import { expect, test } from 'vitest';
import { methodText } from './method-text';

test('methodText_ofAProgramsOwnRuns_saysWhoTrainedThem', () => {
  expect(methodText('external')).toBe('own loop');
});

test('methodText_ofBayes_saysBothOfItsNames', () => {
  expect([methodText('tpe'), methodText('random')]).toEqual(['bayes (tpe)', 'random']);
});
