import { expect, test } from 'vitest';
import { curvesOption } from './curves-option';
import type { Curve } from './curves';
import { themeOf } from './theme';

const curve: Curve = { id: 'a', name: 'Run 1', shortName: '1', details: () => [], points: [[1, 0.9], [2, 0.98], [3, 0.99]], look: 'high', emphasis: 'best' };
const drawing = { curves: [curve], unit: 'accuracy', epochs: 3, thresholds: [0.5, 0.98], range: [0, 1], height: 300, scale: 'linear', theme: themeOf(() => '') } as const;

type Axis = { min?: number; max?: number; interval?: number };
const axes = (zoom: Parameters<typeof curvesOption>[0]['zoom'], scale: 'linear' | 'error' = 'linear') => {
  const { xAxis, yAxis, series } = curvesOption({ ...drawing, scale, zoom }) as unknown as { xAxis: Axis; yAxis: Axis; series: { endLabel?: { show: boolean }; markLine?: { data: unknown[] } }[] };
  return { x: [xAxis.min, xAxis.max], y: [yAxis.min, yAxis.max], label: series[1]?.endLabel?.show, thresholds: series[0]?.markLine?.data.length };
};

test('curvesOption_zoomed_showsThatPart_andNamesWhatIsInIt', () => {
  expect(axes(null)).toEqual({ x: [1, 3], y: [0, 1], label: true, thresholds: 2 });
  expect(axes({ x: [1.5, 2.5], y: [0.97, 0.985] })).toEqual({ x: [1.5, 2.5], y: [0.97, 0.985], label: false, thresholds: 1 });
});

test('curvesOption_zoomedAlongTheError_hasItsLesserEndAtTheHead', () => {
  const { y } = axes({ x: [1, 3], y: [0.97, 0.995] }, 'error');
  expect(y[0]).toBeCloseTo(0.005);
  expect(y[1]).toBeCloseTo(0.03);
});
