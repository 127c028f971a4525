import { expect, test } from 'vitest';
import '../echarts';
import { themeOf } from '../theme';
import { paint } from './colour';
import { vector } from './vector';

test('paint_ofComputedColours_isPlainAndApartFromItsOpacity', () => {
  expect(paint('rgb(11, 97, 120)')).toEqual({ fill: '#0b6178', opacity: 1 });
  expect(paint('rgba(176, 50, 43, 0.25)')).toEqual({ fill: '#b0322b', opacity: 0.25 });
  expect(paint('color(srgb 1 0.5 0 / 0.5)')).toEqual({ fill: '#ff8000', opacity: 0.5 });
  expect(paint('rgba(0, 0, 0, 0)')).toBeNull();
});

test('vector_ofAChart_isLinesAndTextWithoutAStyleSheet', () => {
  const { font } = themeOf(() => 'system-ui, "Segoe UI"');
  const option = { xAxis: { type: 'value', name: 'epoch & more', nameTextStyle: { fontFamily: font } }, yAxis: { type: 'value' }, grid: {}, series: [{ type: 'line', data: [[1, 0.5], [2, 0.75]], lineStyle: { color: '#123456' } }] };
  const svg = vector(option, 300, 200);
  expect(svg).toMatch(/^<svg width="300" height="200"/);
  expect(svg).toContain('stroke="#123456"');
  expect(svg).toContain('epoch &amp; more');
  expect(svg).toContain(`font-family:system-ui, 'Segoe UI'`);
  expect(svg).not.toContain('<style');
});
