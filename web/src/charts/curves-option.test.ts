import { expect, test } from 'vitest';
import type { Curve } from './curves';
import { curvesOption } from './curves-option';
import { themeOf } from './theme';

const curve = (id: string, last: number): Curve => ({ id, name: id, shortName: id, details: () => [], points: [[1, 41], [2, last]], look: 'high', emphasis: 'chosen' });
const curves = [curve('a', 4.1), curve('b', 4.05), curve('c', 4)];

test.each(['linear', 'log'] as const)('curvesOption_namesThatWouldCoverEachOther_areMovedApart_onAnAxisThatIsNotGiven: %s', (scale) => {
  const option = curvesOption({ curves, unit: 'plain', epochs: 2, thresholds: [], range: null, height: 300, scale, zoom: null, theme: themeOf(() => '') });
  const series = option.series as { id: string; endLabel?: { offset: [number, number] } }[];
  const [up = 0, middle = 0, down = 0] = curves.map(({ id }) => series.find((line) => line.id === id)?.endLabel?.offset[1] ?? 0);
  expect(up).toBeLessThan(middle);
  expect(middle).toBeLessThan(down);
});

test('curvesOption_valuesThatCount_haveWholeLabels', () => {
  const labels = (values: readonly (readonly [number, number])[]) =>
    curvesOption({ curves: [{ ...curve('a', 1), points: values }], unit: 'plain', epochs: 2, thresholds: [], range: null, height: 300, scale: 'linear', zoom: null, theme: themeOf(() => '') }).yAxis;
  expect(labels([[1, 2], [2, 3]])).toMatchObject({ minInterval: 1 });
  expect(labels([[1, 2], [2, 2.5]])).not.toHaveProperty('minInterval');
});

test('curvesOption_plainLines_areOneSeries_butForTheLitOne', () => {
  const plain = ['d', 'e', 'f'].map((id) => ({ ...curve(id, 5), emphasis: 'none' as const }));
  const seriesOf = (lit: string | null) => {
    const option = curvesOption({ curves: [...curves, ...plain], unit: 'plain', epochs: 2, thresholds: [], range: null, height: 300, scale: 'linear', zoom: null, lit, theme: themeOf(() => '') });
    return option.series as { id: string; data: unknown[]; encode?: unknown; lineStyle?: { opacity: number } }[];
  };
  expect(seriesOf(null).map(({ id }) => id)).toEqual(['thresholds', 'a', 'b', 'c', 'crowd']);
  expect(seriesOf(null).at(-1)).toMatchObject({ data: [[1, 5, 41], [1, 5, 41], [1, 5, 41]], encode: { x: 0, y: [1, 2] } });
  expect(seriesOf('e').map(({ id }) => id)).toEqual(['thresholds', 'a', 'b', 'c', 'e', 'crowd']);
  expect(seriesOf('e').map(({ lineStyle }) => lineStyle?.opacity)).toEqual([undefined, 0.35, 0.35, 0.35, 1, undefined]);
});
