import { expect, test } from 'vitest';
import { unitOf } from './axes';

test('unitOf_knownKeys_areWhatTheyMeasure', () => {
  const keys = ['val_accuracy', 'train_loss', 'learning_rate', 'images_per_second', 'f1 score', ''];
  expect(keys.map((key) => unitOf(key, [0.5]))).toEqual(['accuracy', 'loss', 'rate', 'speed', 'plain', 'plain']);
});

test('unitOf_accuracyThatIsNoFraction_isAPlainNumber', () => {
  expect(unitOf('val_accuracy', [0.4, 97])).toBe('plain');
  expect(unitOf('accuracy', [0, 1])).toBe('accuracy');
  expect(unitOf('accuracy', [])).toBe('accuracy');
});
