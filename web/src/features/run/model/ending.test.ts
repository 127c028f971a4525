import { expect, test } from 'vitest';
import { isTrouble, reasonText, stateText } from './ending';

test('stateText_eachEnd_saysWhenItCame', () => {
  expect(stateText({ status: 'FAILED', epochs: 1, metrics: {} })).toBe('this run failed after 1\u00a0epoch');
  expect(stateText({ status: 'PRUNED', epochs: 3, metrics: {} })).toBe('this run was pruned after 3\u00a0epochs');
  expect(stateText({ status: 'RUNNING', epochs: 2, metrics: {} })).toBe('this run is training');
});

test('stateText_ofOwnStepsAlone_countsNoEpochs', () => {
  expect(stateText({ status: 'FAILED', epochs: 0, metrics: { reward: 1 } })).toBe('this run failed');
  expect(stateText({ status: 'FAILED', epochs: 0, metrics: {} })).toBe('this run failed after 0\u00a0epochs');
});

test('stateText_ofClients_countsRounds', () => {
  expect(stateText({ status: 'PRUNED', epochs: 3, metrics: { clients_asked: 2 } })).toBe('this run was pruned after 3\u00a0rounds');
});

test('reasonText_diverged_saysWhatThatMeans', () => {
  expect(reasonText({ reason: 'diverged', epochs: 2, metrics: {} })).toBe(
    'diverged in epoch 2: its loss was no longer finite, or far worse than guessing',
  );
  expect(reasonText({ reason: 'diverged: train_loss is NaN at epoch 2', epochs: 2, metrics: {} })).toBe('diverged: train_loss is NaN at epoch 2');
  expect(reasonText({ reason: null, epochs: 2, metrics: {} })).toBeNull();
});

test('isTrouble_prunedOrStoppedRun_isNone', () => {
  expect(isTrouble({ status: 'FAILED' })).toBe(true);
  expect(isTrouble({ status: 'PRUNED' })).toBe(false);
  expect(isTrouble({ status: 'KILLED' })).toBe(false);
});
