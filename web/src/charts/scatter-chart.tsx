import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { visible } from '@/lib/visible';
import { axisStyle, numberLabels, numberScale, tickText, valueRange, type Unit } from './axes';
import { dragBox, type Box } from './box';
import { Chart, type ChartState } from './chart';
import type { EChartsCoreOption, EChartsType } from './echarts';
import { number, threshold } from '@/lib/format';
import type { Scatter, ScatterPoint } from './scatter';
import { symbolOf } from './look';
import { colourOf, useChartTheme, type ChartTheme } from './theme';
import { Tip } from './tip';
import { useLatest } from '@/ui/use-latest';

type Props = {
  state: ChartState;
  scatter: Scatter;
  unit: Unit;
  range: readonly [number, number] | null;
  thresholds: readonly number[];
  label: string;
  /** In pixels. */
  width: number;
  onPick?: (id: string) => void;
  /** A box was dragged: over the hyperparameter's values and the metric's. */
  onBox?: ((box: Box) => void) | undefined;
  /** The run under the pointer, here or elsewhere. */
  hovered?: string | null;
  onHover?: (id: string | null) => void;
};

const HEIGHT = 190;
/** Beside the part with the dots: the vertical axis's labels and the margins. */
const SIDES = 60;
const LEAST_LABEL = 16;

/** One hyperparameter against the metric, a dot a run. */
export function ScatterChart({ state, scatter, unit, range, thresholds, label, width, onPick, onBox, hovered = null, onHover }: Props) {
  const canvas = useRef<EChartsType | null>(null);
  const theme = useChartTheme();
  const [hover, setHover] = useState<{ x: number; y: number; width: number; point: ScatterPoint } | null>(null);
  const option = useMemo(
    () => scatterOption(scatter, unit, range, thresholds, Math.max(LEAST_LABEL, width - SIDES), theme),
    [scatter, unit, range, thresholds, width, theme],
  );
  const selects = onBox !== undefined;
  const latest = useLatest({ onPick, onBox, onHover });
  const onCanvas = useCallback(
    (chart: EChartsType) => {
      type Event = { data?: unknown; event?: { offsetX: number; offsetY: number } };
      const pointOf = (event: Event) => (event.data as { point?: ScatterPoint } | undefined)?.point;
      const over = (event: Event) => {
        const point = pointOf(event);
        if (point && event.event) {
          setHover({ x: event.event.offsetX, y: event.event.offsetY, width: chart.getWidth(), point });
          latest.current.onHover?.(point.id);
        }
      };
      const click = (event: Event) => {
        const point = pointOf(event);
        if (point) latest.current.onPick?.(point.id);
      };
      chart.on('mouseover', 'series', (event) => over(event as Event));
      chart.on('mouseout', 'series', () => {
        setHover(null);
        latest.current.onHover?.(null);
      });
      chart.on('click', 'series', (event) => click(event as Event));
      canvas.current = chart;
      const release = selects ? dragBox(chart, (box) => latest.current.onBox?.(box)) : null;
      return () => {
        canvas.current = null;
        release?.();
        if (chart.isDisposed()) return;
        for (const name of ['mouseover', 'mouseout', 'click']) chart.off(name);
      };
    },
    [latest, selects],
  );
  const { points } = scatter;
  useEffect(() => {
    const chart = canvas.current;
    const dataIndex = hovered === null ? -1 : points.findIndex(({ id }) => id === hovered);
    if (!chart || dataIndex < 0) return undefined;
    chart.dispatchAction({ type: 'highlight', seriesIndex: 0, dataIndex });
    return () => {
      if (!chart.isDisposed()) chart.dispatchAction({ type: 'downplay', seriesIndex: 0 });
    };
  }, [points, hovered]);
  return (
    <Chart state={state} option={option} height={HEIGHT} label={label} onCanvas={onCanvas}>
      {hover && (
        <Tip x={hover.x} y={hover.y} width={hover.width} content={{ title: hover.point.name, rows: hover.point.details() }} />
      )}
    </Chart>
  );
}

function scatterOption(
  scatter: Scatter,
  unit: Unit,
  range: readonly [number, number] | null,
  thresholds: readonly number[],
  pixels: number,
  theme: ChartTheme,
): EChartsCoreOption {
  const style = axisStyle(theme);
  return {
    animation: false,
    grid: { left: 4, right: 14, top: 12, bottom: 26, containLabel: true },
    xAxis: xAxis(scatter, pixels, style),
    yAxis: {
      ...style,
      type: 'value',
      scale: true,
      splitNumber: 4,
      ...valueRange(range, unit),
      axisLabel: { ...style.axisLabel, formatter: (value: number) => tickText(value, unit) },
    },
    series: {
      type: 'scatter',
      emphasis: { scale: 1.9, itemStyle: { opacity: 1, borderColor: theme.ink, borderWidth: 2 } },
      data: scatter.points.map((point) => ({
        value: [point.x, point.y],
        point,
        symbol: point.below ? 'triangle' : symbolOf(point.look),
        symbolRotate: point.below ? 180 : 0,
        symbolSize: point.strong ? 12 : 7.5,
        z: point.strong ? 4 : 2,
        itemStyle: {
          color: colourOf(point.look, theme),
          opacity: point.strong ? 1 : 0.72,
          borderColor: theme.surface,
          borderWidth: 1,
        },
      })),
      markLine: {
        silent: true,
        symbol: 'none',
        data: thresholds.map((limit) => ({ yAxis: limit, name: threshold(limit) })),
        lineStyle: { color: theme.inkSoft, type: [5, 4], width: 1, opacity: 0.7 },
        label: { show: false },
      },
    },
  };
}

function xAxis(scatter: Scatter, pixels: number, style: ReturnType<typeof axisStyle>) {
  const shared = { ...style, name: visible(scatter.name), nameTruncate: { maxWidth: pixels, ellipsis: '…' }, nameLocation: 'middle', nameGap: 24, splitLine: { show: false } };
  if (scatter.scale.kind === 'categories') {
    const { names } = scatter.scale;
    const formatter = (value: number) => visible(names[value] ?? '');
    return {
      ...shared,
      type: 'value',
      min: -0.5,
      max: names.length - 0.5,
      axisTick: { show: false },
      axisLabel: {
        ...style.axisLabel,
        formatter,
        customValues: names.map((_, index) => index),
        // Each in its own part of the width, so that none is left out for its neighbour; the tip has the whole text.
        width: Math.max(LEAST_LABEL, Math.floor(pixels / names.length) - 4),
        overflow: 'truncate',
        hideOverlap: false,
        showMinLabel: true,
        showMaxLabel: true,
      },
    };
  }
  const { scale } = scatter;
  const formatter = (value: number) => number(value);
  return {
    ...shared,
    ...numberScale(scale),
    splitNumber: 4,
    axisLabel: { ...style.axisLabel, formatter, ...numberLabels(scale, pixels) },
  };
}
