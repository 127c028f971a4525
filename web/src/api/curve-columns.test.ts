import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { numberedCurvesSchema } from './curve-columns';
import { sweepMetricsSchema } from './schemas';

const GOLDEN = new URL('../../../src/test/resources/golden/api/', import.meta.url);
const golden = (name: string): unknown => JSON.parse(readFileSync(new URL(`${name}.json`, GOLDEN), 'utf8'));

test('curveColumns_areTheCurvesOfTheRecords_withTheDigitsAskedFor', () => {
  const curves = [...numberedCurvesSchema.parse(golden('sweep-metrics-columns')).runs.values()];
  const records = Object.values(sweepMetricsSchema.parse(golden('sweep-metrics')).runs);
  expect(curves.length).toBeGreaterThan(1);
  const known = records.map((points) => points.map(({ step, value }) => [step, value.toPrecision(2)].join()).join(' '));
  for (const curve of curves) expect(known).toContain(curve.map(({ step, value }) => [step, value.toPrecision(2)].join()).join(' '));
});

test('curveColumns_inAnUnknownForm_endWhereTheirPointsEnd', () => {
  const columns = { number: [4, 'x', 5], points: [2, 1, 1e9], step: [1, 1, 1, 3], value: [0.5, 'NaN', 2, {}] };
  const { runs } = numberedCurvesSchema.parse({ key: 'loss', columns });
  expect([...runs]).toEqual([
    [4, [{ step: 1, value: 0.5 }, { step: 2, value: Number.NaN }]],
    [5, [{ step: 3, value: Number.NaN }]],
  ]);
});
