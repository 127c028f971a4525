import { expect, test } from 'vitest';
import { accuracyRange, firstNotFinite, metricCurve } from './run-curves';

const metrics = {
  run_id: 'r',
  metrics: {
    val_accuracy: [{ step: 1, value: 0.91 }, { step: 2, value: 0.973 }, { step: 3, value: 0.985 }],
    val_loss: [{ step: 1, value: 0.3 }, { step: 2, value: Number.NaN }],
  },
};

test('metricCurve_notFiniteValues_areLeftOut', () => {
  expect(metricCurve(metrics, 'val_loss', 0)[0]?.points).toEqual([[1, 0.3]]);
  expect(metricCurve(metrics, 'absent', 0)).toEqual([]);
});

test('accuracyRange_firstEpochFarBelow_doesNotDecide', () => {
  expect(accuracyRange(metricCurve(metrics, 'val_accuracy', 0), [0.98, 0.99])).toEqual([0.96, 1]);
});

test('accuracyRange_goodRun_stillShowsTheLowestThreshold', () => {
  const good = { run_id: 'r', metrics: { val_accuracy: [{ step: 1, value: 0.992 }, { step: 2, value: 0.993 }] } };
  expect(accuracyRange(metricCurve(good, 'val_accuracy', 0), [0.98, 0.99])).toEqual([0.96, 1]);
});

test('firstNotFinite_divergedRun_namesMetricAndEpoch', () => {
  expect(firstNotFinite(metrics)).toEqual({ key: 'val_loss', step: 2 });
  expect(firstNotFinite({ run_id: 'r', metrics: {} })).toBeNull();
});

test('accuracyRange_divergedRun_startsAtARoundNumber', () => {
  const bad = { run_id: 'r', metrics: { val_accuracy: [{ step: 1, value: 0.9 }, { step: 2, value: 0.17 }] } };
  expect(accuracyRange(metricCurve(bad, 'val_accuracy', 0), [0.98])).toEqual([0.1, 1]);
});
