import { expect, test } from 'vitest';
import { curvesIn, nearestPoint, stepsOf, type Curve } from './curves';

const curve = (id: string, points: [number, number][], emphasis: Curve['emphasis'] = 'none'): Curve => ({
  id, name: id, shortName: id, details: () => [], points, look: 'high', emphasis,
});
const project = (step: number, value: number): [number, number] => [step * 10, value * 10];

test('nearestPoint_severalInReach_takesTheClosest', () => {
  const curves = [curve('a', [[1, 1], [2, 2]]), curve('b', [[2, 3]])];
  expect(nearestPoint(curves, project, 21, 28, 15)).toMatchObject({ curve: { id: 'b' }, step: 2, value: 3, x: 20, y: 30 });
});

test('nearestPoint_sameDistance_takesTheEmphasised', () => {
  const curves = [curve('plain', [[1, 1]]), curve('best', [[1, 1]], 'best')];
  expect(nearestPoint(curves, project, 10, 10, 15)?.curve.id).toBe('best');
});

test('nearestPoint_nothingInReach_isNull', () => {
  expect(nearestPoint([curve('a', [[1, 1]])], project, 100, 100, 15)).toBeNull();
});

test('nearestPoint_betweenTwoSteps_takesTheNearerOfThem', () => {
  const line = curve('line', [[0, 0], [100, 0]]);
  expect(nearestPoint([line], project, 400, 10, 15)?.step).toBe(0);
  expect(nearestPoint([line], project, 600, 10, 15)?.step).toBe(100);
});

test('curvesIn_aBoxBetweenTwoSteps_hasTheLinesThatCrossIt', () => {
  const curves = [curve('low', [[1, 0.5], [2, 0.6]]), curve('steep', [[1, 0.5], [2, 0.99]]), curve('dot', [[2, 0.99]]), curve('none', [])];
  expect(curvesIn(curves, { x: [1.4, 1.8], y: [0.7, 0.95] }, 'linear')).toEqual(['steep']);
  expect(curvesIn(curves, { x: [1.4, 1.8], y: [null, 0.9] }, 'linear')).toEqual(['low', 'steep']);
  expect(curvesIn(curves, { x: [1.9, null], y: [0.9, null] }, 'linear')).toEqual(['steep', 'dot']);
  expect(curvesIn(curves, { x: [null, 0.9], y: [null, null] }, 'linear')).toEqual([]);
});

test('curvesIn_onALogarithmicAxis_areThoseThatAreDrawnThere', () => {
  const line = [curve('line', [[1, 0.9], [2, 0.99]])]; // half way its error is 0.0316, not 0.055
  expect(curvesIn(line, { x: [1.45, 1.55], y: [0.96, 0.98] }, 'error')).toEqual(['line']);
  expect(curvesIn(line, { x: [1.45, 1.55], y: [0.96, 0.98] }, 'linear')).toEqual([]);
  expect(curvesIn([curve('loss', [[1, 10], [2, 0.1]])], { x: [1.45, 1.55], y: [0.8, 1.2] }, 'log')).toEqual(['loss']);
  expect(curvesIn([curve('zero', [[1, 0], [2, 0]])], { x: [null, null], y: [0.8, 1.2] }, 'log')).toEqual([]);
});

test('stepsOf_epochs_areAllThatThereCanBe', () => {
  expect(stepsOf([], 5)).toEqual({ word: 'epoch', first: 1, last: 5 });
  expect(stepsOf([curve('a', [[1, 0.5], [3, 0.7]])], 5)).toEqual({ word: 'epoch', first: 1, last: 5 });
});

test('stepsOf_rounds_areCalledSo', () => {
  expect(stepsOf([curve('a', [[1, 0.5]])], 5, undefined, 'round')).toEqual({ word: 'round', first: 1, last: 5 });
});

test('stepsOf_aProgramsOwn_areThoseThatThereAre', () => {
  expect(stepsOf([curve('a', [[1000, 3]]), curve('b', [[0, 4], [250_000, 2]])], 5)).toEqual({ word: 'step', first: 0, last: 250_000 });
});
