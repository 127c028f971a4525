import { expect, test } from 'vitest';
import { NO_VALUES } from '@/api/records-of';
import { isUnfinished, missingParts } from './missing';

const run = { status: 'FAILED', epochs: 1, metrics: {}, evaluation: null, environment: NO_VALUES } as unknown as Parameters<typeof missingParts>[0];
const metrics = (...points: number[]) => ({ run_id: 'r', metrics: { val_loss: points.map((step) => ({ step, value: 1 })) } });

test('missingParts_runThatFailedEarly_areAllButWhatItHas', () => {
  expect(missingParts(run, metrics(), [])).toEqual(['no metrics', 'no test', 'no checkpoints', 'no export']);
  expect(missingParts(run, metrics(1), [])).toEqual(['no curves (one epoch makes none)', 'no test', 'no checkpoints', 'no export']);
  expect(missingParts(run, metrics(1, 2), undefined)).toEqual(['no test', 'no export']);
});

test('missingParts_runOfAProgramsOwnLoop_hasNoTestToMiss', () => {
  expect(missingParts({ ...run, environment: { trained_by: 'x' } }, metrics(1, 2), [])).toEqual([]);
});

test('missingParts_ofOwnStepsAlone_countSteps', () => {
  const own = { ...run, epochs: 0, metrics: { val_loss: 1 }, environment: { trained_by: 'x' } };
  expect(missingParts(own, metrics(1000), [])).toEqual(['no curves (one step makes none)']);
});

test.each(['RUNNING', 'FINISHED'] as const)('missingParts_%sRun_areNone', (status) => {
  expect(isUnfinished({ status })).toBe(false);
  expect(missingParts({ ...run, status }, metrics(), [])).toEqual([]);
});
