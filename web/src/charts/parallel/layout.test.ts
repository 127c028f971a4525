import { expect, test } from 'vitest';
import { axisAt, layoutOf, lineAt, nearestAxis, passes, placeAt } from './layout';

const standing = layoutOf(3, 600);
const lying = layoutOf(8, 400);

test('layoutOf_axesStandSideBySide_orLieWhereThereIsNoRoom', () => {
  expect([standing.lying, lying.lying]).toEqual([false, true]);
  expect(standing.at(0, 0)[1]).toBeGreaterThan(standing.at(0, 1)[1]);
  expect(lying.at(7, 0)[1]).toBeLessThan(lying.height);
});

test('axisAt_aPressOnAnAxis_isItsPlace_andBetweenThemNone', () => {
  for (const layout of [standing, lying]) {
    const [x, y] = layout.at(1, 0.25);
    expect(axisAt(layout, 3, x, y)).toEqual({ axis: 1, place: expect.closeTo(0.25) as number });
    const [a, b] = [layout.at(0, 0.5), layout.at(1, 0.5)];
    expect(axisAt(layout, 3, (a[0] + b[0]) / 2, (a[1] + b[1]) / 2)).toBeNull();
    expect(placeAt(layout, 1, -50, 5000)).toBeCloseTo(0);
  }
});

test('nearestAxis_carriedMostOfTheWay_isTheNext_butNoneBeyondTheMovable', () => {
  for (const layout of [standing, lying]) {
    const [from, next] = [layout.at(0, 0), layout.at(1, 0)];
    const way = (share: number) => [share * (next[0] - from[0]), share * (next[1] - from[1])] as const;
    expect(nearestAxis(layout, 2, 0, ...way(0.4))).toBe(0);
    expect(nearestAxis(layout, 2, 0, ...way(0.6))).toBe(1);
    expect(nearestAxis(layout, 2, 0, ...way(9))).toBe(1);
    expect(nearestAxis(layout, 2, 1, ...way(-9))).toBe(0);
  }
});

test('lineAt_theNearestWithinReach', () => {
  const places = Float32Array.from([0, 1, 0, 1, 0, Number.NaN]);
  const [a, b] = [standing.at(0, 0.25), standing.at(1, 0.75)];
  const quarter = [a[0] + (b[0] - a[0]) / 4, a[1]] as const; // where the first line is at 0.25
  const at = (x: number, y: number, drawn: (line: number) => boolean = () => true) => lineAt(standing, 3, places, drawn, x, y, 8);
  expect(at(...quarter)).toBe(0);
  expect(at(quarter[0], quarter[1] - 30)).toBeNull();
  expect(at(...quarter, (line) => line === 1)).toBeNull();
  expect(at(standing.at(2, 0)[0], standing.at(2, 0)[1])).toBe(0);
});

test('passes_everySpan_andNoneWithoutAValue', () => {
  const places = Float32Array.from([0.2, 0.9, Number.NaN, 0.9]);
  expect(passes(places, 2, 0, new Map([[0, [0.1, 0.3] as const]]))).toBe(true);
  expect(passes(places, 2, 0, new Map([[0, [0.1, 0.3] as const], [1, [0, 0.5] as const]]))).toBe(false);
  expect(passes(places, 2, 1, new Map([[0, [0, 1] as const]]))).toBe(false);
});
