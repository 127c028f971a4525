import { expect, test } from 'vitest';
import { curveMetrics, CURVES_DRAWN, firstMetric, sweepCurves } from './curves';
import { aRun, aSweep } from '../model/test-runs';

const point = (step: number, value: number) => ({ step, value });
const sweep = aSweep();

test('sweepCurves_divergedRun_endsBeforeTheFirstNotFiniteValue', () => {
  const runs = [aRun({ number: 1, status: 'FAILED' })];
  const metrics = { key: 'val_loss', runs: new Map([[1, [point(1, 0.4), point(2, Number.NaN)]]]) };
  const { curves } = sweepCurves({ sweep, runs, metrics, bestNumber: null, chosen: new Map<number, number>() });
  expect(curves).toMatchObject([{ points: [[1, 0.4]], dashed: true, look: 'neutral' }]);
});

test('sweepCurves_bestAndChosen_standOut', () => {
  const runs = [1, 2, 3].map((number) => aRun({ number, band: 2 }));
  const metrics = { key: 'val_accuracy', runs: new Map(runs.map((run) => [run.number, [point(1, 0.99)]])) };
  const { curves } = sweepCurves({ sweep, runs, metrics, bestNumber: 2, chosen: new Map([[3, 0] as const]) });
  expect(curves.map((curve) => [curve.emphasis, curve.look])).toEqual([['none', 'high'], ['best', 'high'], ['chosen', 0]]);
});

test('sweepCurves_running_areNamedSolidLinesWhileTheyAreFew', () => {
  const drawnOf = (running: number) => {
    const runs = Array.from({ length: running }, (_, i) => aRun({ number: i + 1, status: 'RUNNING' }));
    const metrics = { key: 'val_accuracy', runs: new Map(runs.map((run) => [run.number, [point(1, 0.9)]])) };
    return sweepCurves({ sweep, runs, metrics, bestNumber: null, chosen: new Map<number, number>() }).curves;
  };
  expect(drawnOf(2)).toMatchObject([{ emphasis: 'running', dashed: false, shortName: 'run 1' }, { emphasis: 'running' }]);
  expect(drawnOf(7).map(({ emphasis }) => emphasis)).toEqual(Array(7).fill('none'));
});

test('sweepCurves_veryManyRuns_drawsTheBestAndTheChosen', () => {
  const runs = Array.from({ length: CURVES_DRAWN + 10 }, (_, i) =>
    aRun({ number: i + 1, metrics: { val_accuracy: 0.5 + i / 1000 } }),
  );
  const metrics = { key: 'val_accuracy', runs: new Map(runs.map((run) => [run.number, [point(1, 0.9)]])) };
  const { curves, left } = sweepCurves({ sweep, runs, metrics, bestNumber: null, chosen: new Map([[1, 0] as const]) });
  expect(left).toBe(10);
  expect(curves.map((curve) => curve.id)).toContain('1');
  expect(curves.map((curve) => curve.id)).not.toContain('2');
});

test('sweepCurves_runWithoutPoints_isNotDrawn', () => {
  const { curves } = sweepCurves({ sweep, runs: [aRun({ number: 1 })], metrics: { key: 'a', runs: new Map() }, bestNumber: null, chosen: new Map<number, number>() });
  expect(curves).toEqual([]);
});

test('curveMetrics_runsWithMetricsOfTheirOwn_offersAllOnce', () => {
  const runs = [
    aRun({ number: 1, metrics: { test_accuracy: 1, perplexity: 4, train_loss: 1 } }),
    aRun({ number: 2, metrics: { 'f1 score': 0.5, perplexity: 5, val_accuracy: null } }),
  ];
  expect(curveMetrics(runs)).toEqual(['val_accuracy', 'train_loss', 'f1 score', 'perplexity', 'test_accuracy']);
  expect(curveMetrics([])).toEqual([]);
});

test('firstMetric_sweepsOwn_unlessNoRunHasIt', () => {
  expect(firstMetric(sweep, [])).toBe('val_accuracy');
  expect(firstMetric(sweep, ['train_loss', 'val_accuracy'])).toBe('val_accuracy');
  expect(firstMetric(sweep, ['f1 score', 'val_loss'])).toBe('f1 score');
});

test('firstMetric_withoutOneOfTheSweep_isTheFirstKnown', () => {
  const own = aSweep({ metric: null });
  expect(firstMetric(own, ['reward'])).toBe('reward');
  expect(firstMetric(own, [])).toBe('val_accuracy');
  const metrics = { key: 'reward', runs: new Map([[1, [point(1, 2)]]]) };
  const { curves } = sweepCurves({ sweep: own, runs: [aRun({ number: 1 })], metrics, bestNumber: null, chosen: new Map<number, number>() });
  expect(curves).toHaveLength(1);
});

test('sweepCurves_ofRunsThatWereNotSent_areDashedLinesThatSayHowTheySpread', () => {
  const points = [{ step: 1, value: 0.5 }];
  const metrics = { key: 'val_accuracy', runs: new Map([[1, points]]), rest: { runs: 9850, sampled: 300, spread: [{ share: 0.05, points }] } };
  const { curves, left } = sweepCurves({ sweep: aSweep(), runs: [aRun({ number: 1 }), aRun({ number: 2 })], metrics, bestNumber: null, chosen: new Map() });
  expect(left).toBe(9850);
  expect(curves.map(({ id, dashed, summary }) => [id, dashed, summary])).toEqual([['below-0.05', true, true], ['1', false, undefined]]);
  expect(curves[0]?.details()).toEqual([['looked at', '300 of 9,850\u00a0other runs']]);
});
