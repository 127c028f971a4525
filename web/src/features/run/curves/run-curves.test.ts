import { expect, test } from 'vitest';
import { parseJson } from '@/api/json';
import { runMetricsSchema } from '@/api/schemas';
import { accuracyRange, curveCards, measuredKeys, metricCurve, NO_METRICS, notFiniteText } from './run-curves';

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

test('notFiniteText_divergedRun_saysFromWhereOn', () => {
  expect(notFiniteText(metrics, ['val_accuracy', 'val_loss'], 'epoch')).toBe('val_loss is not a finite number from epoch 2 on.');
  expect(notFiniteText(metrics, ['val_accuracy', 'absent'], 'epoch')).toBeNull();
});

test('notFiniteText_nowAndThen_saysHowOften', () => {
  const points = (...values: number[]) => ({ run_id: 'r', metrics: { reward: values.map((value, at) => ({ step: 10 * (at + 1), value })) } });
  expect(notFiniteText(points(1, Number.NaN, 2), ['reward'], 'step')).toBe('reward is not a finite number at step 20.');
  expect(notFiniteText(points(Infinity, 1, Number.NaN, 2), ['reward'], 'step')).toBe('reward is not a finite number 2 times, first at step 10.');
  expect(notFiniteText(points(1, Number.NaN, 2, Number.NaN, -Infinity), ['reward'], 'step')).toBe('reward is not a finite number 3 times, first at step 20.');
});

test('accuracyRange_divergedRun_startsAtARoundNumber', () => {
  const bad = { run_id: 'r', metrics: { val_accuracy: [{ step: 1, value: 0.9 }, { step: 2, value: 0.17 }] } };
  expect(accuracyRange(metricCurve(bad, 'val_accuracy', 0), [0.98])).toEqual([0, 1]);
});

test('curveCards_ownMetricThatChooses_comesFirst', () => {
  const titles = (chosen?: string) => curveCards(['layer10', 'fid', 'layer2', 'val_loss'], chosen).map(({ title }) => title);
  expect(titles('fid')).toEqual(['fid', 'Loss', 'layer2', 'layer10']);
  expect(titles('val_loss')).toEqual(['Loss', 'fid', 'layer2', 'layer10']);
});

test('curveCards_ownMetrics_followTheKnownOnes', () => {
  const keys = ['perplexity', 'test_loss', 'val_loss', 'f1 score', 'val_accuracy', 'train_loss', ''];
  expect(curveCards(keys)).toEqual([
    { title: 'Accuracy', keys: ['val_accuracy'] },
    { title: 'Loss', keys: ['val_loss', 'train_loss'] },
    { title: 'without a name', keys: [''] },
    { title: 'f1 score', keys: ['f1 score'] },
    { title: 'perplexity', keys: ['perplexity'] },
  ]);
  expect(curveCards(['test_accuracy', 'network_parameters', 'test_cpu_seconds_per_image'])).toEqual([]);
});

test('curveCards_ofARunInRounds_sayOnceWhatTheirNamesBeginWith', () => {
  const keys = ['bytes_up', 'client_accuracy_worst', 'client_accuracy_p10', 'bytes_down'];
  expect(curveCards(keys)).toEqual([
    { title: 'Accuracy by client', keys: ['client_accuracy_p10', 'client_accuracy_worst'], prefix: 'client_accuracy_' },
    { title: 'Bytes in a round', keys: ['bytes_down', 'bytes_up'], prefix: 'bytes_' },
  ]);
});

test('measuredKeys_metricWithoutAPoint_isNone', () => {
  expect(measuredKeys({ run_id: 'r', metrics: { a: [], b: [{ step: 1, value: Number.NaN }] } })).toEqual(['b']);
});

test.each(['__proto__', 'constructor', 'toString'])('metricCurve_of%sBeforeItsPointsAreHere_isNone', (key) => {
  expect(metricCurve(NO_METRICS, key, 0)).toEqual([]);
  expect(notFiniteText(NO_METRICS, [key], 'epoch')).toBeNull();
});

test.each(['__proto__', 'constructor', 'toString'])('metricCurve_of%s_isDrawn', (key) => {
  const read = runMetricsSchema.parse(parseJson(`{"run_id":"r","metrics":{"${key}":[{"step":1,"value":2}]}}`));
  expect(measuredKeys(read)).toEqual([key]);
  expect(metricCurve(read, key, 0)[0]?.points).toEqual([[1, 2]]);
});
