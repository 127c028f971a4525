import { expect, test } from 'vitest';
import { nearestPoint, stepsOf, type Curve } from './curves';

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
