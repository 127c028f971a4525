import { expect, test } from 'vitest';
import { aSweep } from '../model/test-runs';
import { endOf } from './use-tell';

test('endOf_aSweepThatRan_saysHowItEnded', () => {
  const failed = aSweep({ sweep_id: '1f', name: 'digits', status: 'FAILED', reason: 'all runs failed' });
  expect(endOf('RUNNING', failed)).toEqual({ title: 'digits is FAILED', body: 'all runs failed', tag: '1f' });
  const finished = aSweep({ name: 'digits', status: 'FINISHED', reason: null, runs: { FINISHED: 3, FAILED: 1 } });
  expect(endOf('RUNNING', finished)?.body).toBe('3 finished, 1 failed');
});

test('endOf_aSweepThatGoesOnOrHadEnded_isNothing', () => {
  expect(endOf('RUNNING', aSweep({ status: 'RUNNING' }))).toBeNull();
  expect(endOf('FINISHED', aSweep({ status: 'FINISHED' }))).toBeNull();
});
