import { expect, test } from 'vitest';
import { capital, epochWord, epochWordOf, isFederated } from './epoch-word';

test('isFederated_goesByWhatIsMeasured', () => {
  expect(isFederated({ clients_asked: 3 })).toBe(true);
  expect(isFederated({ val_loss: 3 })).toBe(false);
});

test('epochWord_ofClients_isARound', () => {
  expect(epochWord(['val_loss', 'clients_asked'])).toBe('round');
  expect(epochWordOf({ metrics: { clients_asked: 3 } })).toBe('round');
});

test('epochWord_ofOtherRuns_isAnEpoch', () => {
  expect(epochWord(['val_loss'])).toBe('epoch');
  expect(epochWordOf({ metrics: {} })).toBe('epoch');
  expect(capital('epoch')).toBe('Epoch');
});
