import { expect, test } from 'vitest';
import { bandwidth, surface } from './surface';

const grid = Array.from({ length: 121 }, (_, index) => ({ x: (index % 11) / 10, y: Math.floor(index / 11) / 10 }));

test('surface_ofOneValue_isThatValueWhereverARunIsNear', () => {
  const cells = surface(grid.map((place) => ({ ...place, value: 0.75 })), 8, 6);
  expect(cells).toHaveLength(48);
  for (const { value } of cells) expect(value).toBeCloseTo(0.75, 12);
});

test('surface_ofASlope_isItInTheMiddle_andRisesWithIt', () => {
  const cells = surface(grid.map(({ x, y }) => ({ x, y, value: 2 * x - y })), 5, 5);
  // By symmetry the mean around the middle is the value there: 2 / 2 - 1 / 2.
  expect(cells[12]?.value).toBeCloseTo(0.5, 10);
  const row = cells.slice(10, 15).map(({ value }) => value);
  expect(row).toEqual([...row].sort((a, b) => a - b));
});

test('surface_betweenTwoRuns_weighsThemByDistance_asByHand', () => {
  const width = bandwidth([0.1, 0.9]);
  const [cell] = surface([{ x: 0.1, y: 0.5, value: 1 }, { x: 0.9, y: 0.5, value: 3 }], 1, 1);
  expect(cell?.value).toBeCloseTo(2, 12);
  const [left] = surface([{ x: 0.1, y: 0.5, value: 1 }, { x: 0.9, y: 0.5, value: 3 }], 2, 1);
  const weigh = (away: number): number => Math.exp(-((away / width) ** 2) / 2);
  expect(left?.value).toBeCloseTo((weigh(0.15) * 1 + weigh(0.65) * 3) / (weigh(0.15) + weigh(0.65)), 12);
});

test('surface_whereNoRunIsNear_hasNoCell', () => {
  const cells = surface([0, 0.01, 0.02].map((x) => ({ x, y: 0.5, value: 1 })), 10, 3);
  expect(cells.map(({ x }) => x)).toEqual([0.05]);
});

test('surface_overChoices_doesNotMixThem', () => {
  const cells = surface([{ x: 0.25, y: 0.5, value: 1 }, { x: 0.75, y: 0.5, value: 3 }], 2, 1, { x: true, y: false });
  expect(cells.map(({ value }) => value)).toEqual([1, 3]);
});

test('bandwidth_isScottsRule', () => {
  expect(bandwidth([0, 0.25, 0.5, 0.75, 1])).toBeCloseTo(Math.sqrt(0.15625) * 5 ** (-1 / 6), 12);
  expect(bandwidth([0.5, 0.5])).toBe(0.04);
});
