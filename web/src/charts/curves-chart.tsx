import { useCallback, useMemo, useState } from 'react';
import { axisName, axisStyle, stepAxis, tickText, valueRange, valueText, type Unit } from './axes';
import { dragBox, type Box } from './box';
import { Chart, type ChartState } from './chart';
import { curvesIn, nearestPoint, stepsOf, type Curve, type Projection } from './curves';
import type { EChartsCoreOption, EChartsType } from './echarts';
import { count, threshold } from '@/lib/format';
import { labelOffsets } from './label-offsets';
import { dashesOf, symbolOf } from './look';
import { colourOf, useChartTheme, type ChartTheme } from './theme';
import { Tip } from './tip';
import { decades, drawn, evenly, measured, type ValueScale } from './value-scale';
import { useLatest } from '@/ui/use-latest';

type Props = {
  state: ChartState;
  curves: readonly Curve[];
  unit: Unit;
  /** How many a run has at most: the axis shows them all, unless a program counts steps of its own. */
  epochs: number;
  /** What a step is called where it is no epoch; the axis then has those of the curves. */
  step?: string | undefined;
  thresholds?: readonly number[];
  /** The least and the greatest value shown; null lets the data decide. */
  range?: readonly [number, number] | null;
  height?: number;
  /** With logarithms the ends are whole decades around most values, and `range` is not used. */
  scale?: ValueScale;
  label: string;
  /** A curve was clicked. */
  onPick?: (id: string) => void;
  /** The curve under the pointer, here or elsewhere. */
  hovered?: string | null;
  onHover?: (id: string | null) => void;
  /** A box was dragged over these curves. */
  onBox?: (ids: readonly string[]) => void;
};

type Hover = { x: number; y: number; width: number; curve: Curve; step: number; value: number };

const REACH_PIXELS = 28;
const MANY_CURVES = 40;
const MARGIN = { top: 30, bottom: 26 };
const AXIS_LABELS_PIXELS = 20;
const LABEL_PIXELS = 13;

/** Values by epoch or step, one line a run; the nearest point is named, and its line stands out. */
export function CurvesChart(props: Props) {
  const { state, curves, unit, epochs, thresholds = [], range = null, height = 320, scale = 'linear', step } = props;
  const { label, onPick, hovered: elsewhere = null, onHover, onBox } = props;
  const theme = useChartTheme();
  const [hover, setHover] = useState<Hover | null>(null);
  const hovered = hover?.curve.id ?? elsewhere;
  const option = useMemo(
    () => curvesOption({ curves, unit, epochs, step, thresholds, range, height, scale, theme }),
    [curves, unit, epochs, step, thresholds, range, height, scale, theme],
  );
  const selects = onBox !== undefined;
  const latest = useLatest({ curves, scale, onPick, onHover, onBox });
  const onCanvas = useCallback(
    (chart: EChartsType) => {
      const find = (event: { offsetX: number; offsetY: number }): Hover | null => {
        const inside = chart.containPixel('grid', [event.offsetX, event.offsetY]);
        const near = inside
          ? nearestPoint(latest.current.curves, projection(chart, latest.current.scale), event.offsetX, event.offsetY, REACH_PIXELS)
          : null;
        return near && { ...near, width: chart.getWidth() };
      };
      const move = (event: { offsetX: number; offsetY: number }) => {
        const near = find(event);
        setHover(near);
        latest.current.onHover?.(near?.curve.id ?? null);
      };
      const leave = () => {
        setHover(null);
        latest.current.onHover?.(null);
      };
      const click = (event: { offsetX: number; offsetY: number }) => {
        const near = find(event);
        if (near) latest.current.onPick?.(near.curve.id);
      };
      const zr = chart.getZr();
      zr.on('mousemove', move);
      zr.on('globalout', leave);
      zr.on('click', click);
      const release = selects ? dragBox(chart, (box) => latest.current.onBox?.(curvesIn(latest.current.curves, inValues(box, latest.current.scale)))) : null;
      return () => {
        release?.();
        if (chart.isDisposed()) return;
        zr.off('mousemove', move);
        zr.off('globalout', leave);
        zr.off('click', click);
      };
    },
    [latest, selects],
  );
  const shown = useMemo(() => (hovered === null ? option : withHover(option, hovered)), [option, hovered]);
  return (
    <Chart state={state} option={shown} height={height} label={label} onCanvas={onCanvas}>
      {hover && (
        <Tip
          x={hover.x}
          y={hover.y}
          width={hover.width}
          content={{
            title: hover.curve.name,
            rows: [[`${stepsOf(curves, epochs, step).word} ${count(hover.step)}`, valueText(hover.value, unit)], ...hover.curve.details()],
          }}
        />
      )}
    </Chart>
  );
}

/** Where data lands on the canvas, from two known points of each axis: cheaper than asking for each point. */
function projection(chart: EChartsType, scale: ValueScale): Projection {
  const pixel = (x: number, y: number): number[] => chart.convertToPixel('grid', [x, y]);
  const [x1 = 0, y1 = 0] = pixel(1, 1);
  const [x2 = 0, y2 = 0] = pixel(2, scale === 'linear' ? 2 : 10);
  const origin = evenly(1, scale);
  return (step, value) => [x1 + (step - 1) * (x2 - x1), y1 + (evenly(drawn(value, scale) ?? Number.NaN, scale) - origin) * (y2 - y1)];
}

/** A box over what the axis was given, as one over the values. */
function inValues({ x, y: [foot, head] }: Box, scale: ValueScale): Box {
  const value = (end: number | null): number | null => (end === null ? null : measured(end, scale));
  return { x, y: [value(foot), value(head)] };
}

type LineSeries = { id: string; lineStyle: { opacity: number; width: number }; z: number };

/** The same drawing with one line to the fore. */
function withHover(option: EChartsCoreOption, id: string): EChartsCoreOption {
  const all = option.series as LineSeries[];
  if (!all.some((line) => line.id === id)) return option;
  const series = all.map((line) => {
    if (line.id === 'thresholds') return line;
    const lit = line.id === id;
    const lineStyle = { ...line.lineStyle, opacity: lit ? 1 : line.lineStyle.opacity * 0.35, width: lit ? 3 : line.lineStyle.width };
    return { ...line, lineStyle, z: lit ? 9 : line.z };
  });
  return { ...option, series };
}

type Drawing = Required<Pick<Props, 'curves' | 'unit' | 'epochs' | 'thresholds' | 'height' | 'scale'>> & {
  range: readonly [number, number] | null;
  step: string | undefined;
  theme: ChartTheme;
};

function curvesOption({ curves, unit, epochs, step, thresholds, range, height, scale, theme }: Drawing): EChartsCoreOption {
  const style = axisStyle(theme);
  const steps = stepsOf(curves, epochs, step);
  const labelled = curves.filter(isLabelled);
  const offsets = endOffsets(labelled, thresholds, scale === 'linear' ? range : null, height);
  return {
    animation: false,
    grid: { left: 8, right: labelled.length > 0 ? 64 : thresholds.length > 0 ? 48 : 20, top: MARGIN.top, bottom: MARGIN.bottom, containLabel: true },
    xAxis: {
      ...style,
      type: 'value',
      name: steps.word,
      nameLocation: 'middle',
      nameGap: 24,
      ...stepAxis(steps, style),
      splitLine: { show: false },
    },
    yAxis: {
      ...style,
      name: axisName(unit),
      nameLocation: scale === 'error' ? 'start' : 'end', // at the head
      nameTextStyle: { ...style.nameTextStyle, align: 'left' },
      ...(scale === 'linear'
        ? { type: 'value', scale: unit === 'accuracy' || unit === 'plain', ...valueRange(range, unit) }
        : { type: 'log', inverse: scale === 'error', ...decades(curves.flatMap(({ points }) => laterValues(points)), scale) }),
      axisLabel: { ...style.axisLabel, formatter: (value: number) => tickText(measured(value, scale), unit) },
    },
    series: [
      thresholdLines(thresholds, offsets.thresholds, scale, theme),
      ...curves.map((curve) => lineOf(curve, curves.length, offsets.curves.get(curve.id) ?? 0, scale, theme)),
    ],
  };
}

/** All but the first epoch, whose loss is many times the rest's; of one epoch that. */
function laterValues(points: Curve['points']): number[] {
  return points.slice(points.length > 1 ? 1 : 0).map(([, value]) => value);
}

function isLabelled({ emphasis }: Curve): boolean {
  return emphasis === 'best' || emphasis === 'chosen' || emphasis === 'running';
}

type Offsets = { thresholds: readonly number[]; curves: ReadonlyMap<string, number> };

/** Moves the names at the right apart; only where the axis is given is it known where they are. */
function endOffsets(curves: readonly Curve[], thresholds: readonly number[], range: readonly [number, number] | null, height: number): Offsets {
  if (!range) return { thresholds: [], curves: new Map() };
  const pixels = (height - MARGIN.top - MARGIN.bottom - AXIS_LABELS_PIXELS) / (range[1] - range[0]);
  const heightOf = (value: number): number => (value - range[0]) * pixels;
  const ends = curves.map((curve) => heightOf(curve.points.at(-1)?.[1] ?? 0));
  const offsets = labelOffsets([...thresholds.map(heightOf), ...ends], LABEL_PIXELS);
  return {
    thresholds: offsets.slice(0, thresholds.length),
    curves: new Map(curves.map((curve, index) => [curve.id, offsets[thresholds.length + index] ?? 0])),
  };
}

function thresholdLines(thresholds: readonly number[], offsets: readonly number[], scale: ValueScale, theme: ChartTheme) {
  return {
    id: 'thresholds',
    type: 'line',
    data: [],
    silent: true,
    z: 1,
    markLine: {
      silent: true,
      symbol: 'none',
      data: thresholds.map((limit, index) => ({
        yAxis: drawn(limit, scale) ?? limit,
        name: threshold(limit),
        label: { position: 'end', distance: 8, offset: [0, -(offsets[index] ?? 0)] },
      })),
      lineStyle: { color: theme.inkSoft, type: [5, 4], width: 1 },
      label: {
        formatter: '{b}',
        color: theme.inkSoft,
        fontSize: 11,
        fontWeight: 'bold',
        fontFamily: theme.font,
      },
    },
  };
}

function lineOf(curve: Curve, curves: number, labelOffset: number, scale: ValueScale, theme: ChartTheme) {
  const strong = curve.emphasis !== 'none';
  const crowd = curves > MANY_CURVES ? Math.max(0.12, (0.62 * MANY_CURVES) / (2 * curves)) : 0.62;
  const { points } = curve;
  const color = colourOf(curve.look, theme);
  return {
    id: curve.id,
    type: 'line',
    data: scale === 'linear' ? points : points.map(([step, value]) => [step, drawn(value, scale)]),
    silent: true,
    symbol: symbolOf(curve.look),
    symbolSize: strong ? 5 : 3,
    showSymbol: points.length === 1 || (strong && points.length <= 40),
    color,
    lineStyle: {
      color,
      width: curve.emphasis === 'best' ? 2.6 : strong ? 2.2 : 1.3,
      opacity: strong ? 1 : crowd,
      type: curve.dashed ? [4, 3] : dashesOf(curve.look).length > 0 ? [...dashesOf(curve.look)] : 'solid',
    },
    z: strong ? 5 : 2,
    endLabel: {
      show: isLabelled(curve),
      offset: [0, -labelOffset],
      formatter: curve.shortName,
      color,
      fontSize: 11,
      fontWeight: 'bold',
      fontFamily: theme.font,
    },
  };
}
