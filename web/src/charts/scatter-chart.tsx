import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { visible } from '@/lib/visible';
import { axisStyle, numberLabels, numberScale, tickText, valueRange, wholeTicks } from './axes';
import { dragBox, type Box } from './box';
import { Chart, type ChartState } from './chart';
import type { EChartsCoreOption, EChartsType } from './echarts';
import { threshold } from '@/lib/format';
import type { Scatter, ScatterAxis, ScatterCell, ScatterLine, ScatterPoint } from './scatter';
import { symbolOf } from './look';
import { colourOf, shadeColour, useChartTheme, type ChartTheme } from './theme';
import { Tip, type TipContent } from './tip';
import { isWithin, keyedZoom, ROUND_LABELS, zoomedEnds } from './zoom';
import { useLatest } from '@/ui/use-latest';

type Props = {
  state: ChartState;
  scatter: Scatter;
  /** Lines across, at these accuracies. */
  thresholds: readonly number[];
  label: string;
  /** In pixels. */
  width: number;
  height?: number;
  onPick?: (id: string) => void;
  /** A box was dragged: over the hyperparameter's values and the metric's. */
  onBox?: ((box: Box) => void) | undefined;
  /** The part that is shown, in the axes' values; null shows all. */
  zoom?: Box | null;
  onZoom?: ((zoom: Box | null) => void) | undefined;
  /** The run under the pointer, here or elsewhere. */
  hovered?: string | null;
  onHover?: (id: string | null) => void;
};

/** Of a triangle that points up, in degrees to the left. */
const TURNS = { above: 0, left: 90, below: 180, right: 270 };

const SMALL_PIXELS = 190;
/** Beside the part with the dots: the vertical axis's labels and the margins. */
const SIDES = 60;
const LEAST_LABEL = 16;

/** A dot a run, by two of its values. */
export function ScatterChart(props: Props) {
  const { state, scatter, thresholds, label, width, height = SMALL_PIXELS, onPick, onBox, zoom = null, onZoom, hovered = null, onHover } = props;
  const canvas = useRef<EChartsType | null>(null);
  const theme = useChartTheme();
  const [hover, setHover] = useState<{ x: number; y: number; width: number; content: TipContent } | null>(null);
  const option = useMemo(
    () => scatterOption(scatter, zoom, thresholds, Math.max(LEAST_LABEL, width - SIDES), theme),
    [scatter, zoom, thresholds, width, theme],
  );
  const [selects, zooms] = [onBox !== undefined, onZoom !== undefined];
  const latest = useLatest({ onPick, onBox, onZoom, onHover });
  const onCanvas = useCallback(
    (chart: EChartsType) => {
      type Event = { data?: unknown; event?: { offsetX: number; offsetY: number } };
      const pointOf = (event: Event) => (event.data as { point?: ScatterPoint } | undefined)?.point;
      const over = (event: Event) => {
        const point = pointOf(event);
        const cell = (event.data as { cell?: ScatterCell } | undefined)?.cell;
        const content = point ? { title: point.name, rows: point.details() } : cell && { title: cell.title, rows: cell.details() };
        if (!content || !event.event) return;
        setHover({ x: event.event.offsetX, y: event.event.offsetY, width: chart.getWidth(), content });
        if (point) latest.current.onHover?.(point.id);
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
      const release = dragBox(chart, {
        ...(selects && { select: (box) => latest.current.onBox?.(box) }),
        ...(zooms && { zoom: (box) => latest.current.onZoom?.(box) }),
      });
      return () => {
        canvas.current = null;
        release();
        if (chart.isDisposed()) return;
        for (const name of ['mouseover', 'mouseout', 'click']) chart.off(name);
      };
    },
    [latest, selects, zooms],
  );
  const onKey = (key: string): boolean => {
    const wanted = canvas.current ? keyedZoom(canvas.current, key) : undefined;
    if (wanted !== undefined) onZoom?.(wanted);
    return wanted !== undefined;
  };
  const { points } = scatter;
  useEffect(() => {
    const chart = canvas.current;
    const dataIndex = hovered === null ? [] : points.flatMap(({ id }, index) => (id === hovered ? [index] : []));
    if (!chart || dataIndex.length === 0) return undefined;
    chart.dispatchAction({ type: 'highlight', seriesIndex: 0, dataIndex });
    return () => {
      if (!chart.isDisposed()) chart.dispatchAction({ type: 'downplay', seriesIndex: 0 });
    };
  }, [points, hovered]);
  return (
    <Chart state={state} option={option} height={height} label={label} onCanvas={onCanvas} onKey={onZoom && onKey} onWhole={zoom && onZoom ? () => onZoom(null) : undefined}>
      {hover && (
        <Tip x={hover.x} y={hover.y} width={hover.width} content={hover.content} />
      )}
    </Chart>
  );
}

function scatterOption({ x, y, points, lines, cells = [] }: Scatter, zoom: Box | null, thresholds: readonly number[], pixels: number, theme: ChartTheme): EChartsCoreOption {
  const style = axisStyle(theme);
  return {
    animation: false,
    grid: { left: 4, right: 14, top: y.name === null ? 12 : 26, bottom: 26, containLabel: true },
    xAxis: {
      ...style,
      ...shownScale(x, zoom?.x, pixels, style),
      ...(x.name !== null && { name: visible(x.name), nameTruncate: { maxWidth: pixels, ellipsis: '…' }, nameLocation: 'middle', nameGap: 24 }),
      splitLine: { show: false },
    },
    yAxis: {
      ...style,
      ...shownScale(y, zoom?.y, pixels, style),
      ...(y.name !== null && { name: visible(y.name), nameTextStyle: { ...style.nameTextStyle, align: 'left' } }),
    },
    series: [
      {
        type: 'scatter',
        progressive: 0, // piece by piece takes several canvases, and a frame each
        emphasis: { scale: 1.9, itemStyle: { opacity: 1, borderColor: theme.ink, borderWidth: 2 } },
        data: points.map((point) => ({
          value: [point.x, point.y],
          point,
          symbol: point.outside ? 'triangle' : (point.sign ?? symbolOf(point.look)),
          symbolRotate: TURNS[point.outside ?? 'above'],
          symbolSize: point.strong ? 12 : 7.5,
          z: point.strong ? 4 : 2,
          itemStyle: {
            color: point.shade === undefined ? colourOf(point.look, theme) : shadeColour(point.shade, theme),
            opacity: point.strong || point.shade !== undefined ? 1 : 0.72,
            borderColor: point.shade === undefined ? theme.surface : theme.inkFaint,
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
      ...lines.map((line) => ({
        type: 'line',
        name: line.name,
        data: line.points,
        silent: true,
        showSymbol: false,
        ...(line.step && { step: line.step }),
        lineStyle: { color: lineColour(line, theme), width: 2 },
        endLabel: { show: lines.length === 1 && isInside(line.points.at(-1), zoom), formatter: line.name, color: lineColour(line, theme), fontSize: 11, fontWeight: 'bold', fontFamily: theme.font, align: 'right', verticalAlign: 'bottom', distance: 0, offset: [0, -5], textBorderColor: theme.surface, textBorderWidth: 3 },
        z: 3,
      })),
      ...(cells.length > 0 ? [ground(cells, theme)] : []),
    ],
  };
}

/** Squares without a gap between them. */
function ground(cells: readonly ScatterCell[], theme: ChartTheme): object {
  return {
    type: 'custom',
    z: 1,
    clip: true,
    emphasis: { disabled: true },
    data: cells.map((cell) => ({ value: [cell.x[0], cell.y[0], cell.x[1], cell.y[1]], cell })),
    encode: { x: [0, 2], y: [1, 3] },
    renderItem: ({ dataIndex }: { dataIndex: number }, api: { value: (place: number) => number; coord: (at: readonly number[]) => [number, number] }) => {
      const [left, foot] = api.coord([api.value(0), api.value(1)]);
      const [right, head] = api.coord([api.value(2), api.value(3)]);
      return { type: 'rect', shape: { x: left, y: head, width: right - left + 0.5, height: foot - head + 0.5 }, style: { fill: shadeColour(cells[dataIndex]?.shade ?? 0, theme) } };
    },
  };
}

function isInside(point: ScatterLine['points'][number] | undefined, zoom: Box | null): boolean {
  return point !== undefined && (zoom === null || (isWithin(point[0], zoom.x) && isWithin(point[1], zoom.y)));
}

function lineColour({ look }: ScatterLine, theme: ChartTheme): string {
  return look === null ? theme.accent : colourOf(look, theme);
}

type Scale = { axisLabel: object; [option: string]: unknown };

/** An axis, or a part of it: then its own ends and labels give way. */
function shownScale(axis: ScatterAxis, ends: Box['x'] | undefined, pixels: number, style: ReturnType<typeof axisStyle>): object {
  if (!ends) return scaleOf(axis, pixels, style);
  if (axis.kind === 'logarithmic') return scaleOf({ ...axis, ...zoomedEnds(ends) }, pixels, style);
  const { axisLabel, ...scale } = axis.kind === 'linear' ? scaleOf({ ...axis, exact: false }, Infinity, style) : scaleOf(axis, pixels, style);
  const labels = axis.kind === 'categories' ? axisLabel : { ...axisLabel, ...ROUND_LABELS };
  return { ...scale, axisLabel: labels, ...zoomedEnds(ends), interval: undefined };
}

function scaleOf(axis: ScatterAxis, pixels: number, style: ReturnType<typeof axisStyle>): Scale {
  switch (axis.kind) {
    case 'categories':
      return categoryScale(axis.names, pixels, style);
    case 'free':
      return { type: 'value', scale: true, splitNumber: 4, ...wholeTicks(axis.whole), axisLabel: { ...style.axisLabel, formatter: (value: number) => tickText(value, axis.unit) } };
    case 'accuracy':
      return {
        type: 'value',
        splitNumber: 4,
        ...valueRange([axis.min, axis.max], 'accuracy'),
        axisLabel: { ...style.axisLabel, formatter: (value: number) => tickText(value, 'accuracy') },
      };
    case 'time':
      return { type: 'time', min: axis.min, max: axis.max, splitNumber: 4, axisLabel: { ...style.axisLabel } };
    case 'linear':
    case 'logarithmic':
      return {
        ...numberScale(axis),
        splitNumber: 4,
        // Of round ends the ticks are round.
        ...(axis.exact && { axisTick: { ...style.axisTick, ...numberLabels(axis, pixels) } }),
        axisLabel: { ...style.axisLabel, formatter: (value: number) => tickText(value, axis.unit ?? 'plain'), ...numberLabels(axis, pixels) },
      };
  }
}

function categoryScale(names: readonly string[], pixels: number, style: ReturnType<typeof axisStyle>) {
  return {
    type: 'value',
    min: -0.5,
    max: names.length - 0.5,
    axisTick: { show: false },
    axisLabel: {
      ...style.axisLabel,
      formatter: (value: number) => visible(names[value] ?? ''),
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
