import type { EpochWord } from '@/lib/epoch-word';
import { areWhole, axisName, axisStyle, stepAxis, tickText, valueRange, wholeTicks, type Unit } from './axes';
import type { Box } from './box';
import { laterValues, stepsOf, type Curve } from './curves';
import type { EChartsCoreOption } from './echarts';
import { threshold } from '@/lib/format';
import { labelOffsets } from './label-offsets';
import { dashesOf, symbolOf } from './look';
import { colourOf, type ChartTheme } from './theme';
import { decades, drawn, evenly, measured, type ValueScale } from './value-scale';
import { isWithin, ROUND_LABELS, zoomedEnds } from './zoom';

const WHOLE: Box['x'] = [null, null];
const MANY_CURVES = 40;
const MARGIN = { top: 30, bottom: 26 };
const AXIS_LABELS_PIXELS = 20;
const LABEL_PIXELS = 13;

type Drawing = {
  curves: readonly Curve[];
  unit: Unit;
  epochs: number;
  /** What counts the steps, where it isn't plain. */
  step?: string | undefined;
  /** What an epoch is called. */
  epoch?: EpochWord | undefined;
  thresholds: readonly number[];
  range: readonly [number, number] | null;
  height: number;
  scale: ValueScale;
  /** In values; what the axes show instead. */
  zoom: Box | null;
  /** The curve that stands out from all others, by its id. */
  lit?: string | null;
  theme: ChartTheme;
};

export function curvesOption({ curves, unit, epochs, step, epoch, thresholds: limits, range: given, height, scale, zoom, lit = null, theme }: Drawing): EChartsCoreOption {
  const style = axisStyle(theme);
  const steps = stepsOf(curves, epochs, step, epoch);
  const across = zoom?.x ?? WHOLE;
  const up = zoom?.y ?? WHOLE;
  const [foot, head] = up;
  const zoomed = foot !== null && head !== null;
  const range = zoomed ? ([foot, head] as const) : given;
  const thresholds = limits.filter((limit) => isWithin(limit, up));
  const labelled = curves.filter((curve) => isLabelled(curve) && curve.points.slice(-1).every(([step, value]) => isWithin(step, across) && isWithin(value, up)));
  const reach = reachOf(curves, zoomed || scale === 'linear' ? range : null, scale);
  const look = { of: curves.length, lit, scale, theme };
  const crowd = curves.filter((curve) => curve.id !== lit && isPlain(curve, scale));
  const lines = curves.filter((curve) => !crowd.includes(curve));
  const offsets = reach ? endOffsets(labelled, thresholds, reach, scale, height) : NOT_MOVED;
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
      ...zoomedEnds(across),
      ...(zoom && { axisLabel: { ...style.axisLabel, ...ROUND_LABELS } }),
      splitLine: { show: false },
    },
    yAxis: {
      ...style,
      name: axisName(unit),
      nameLocation: scale === 'error' ? 'start' : 'end', // at the head
      nameTextStyle: { ...style.nameTextStyle, align: 'left' },
      ...(scale === 'linear'
        ? { type: 'value', scale: unit === 'accuracy' || unit === 'plain', ...valueRange(range, unit), ...wholeTicks(unit === 'plain' && curves.every(({ points }) => areWhole(points.map(([, value]) => value)))) }
        : { type: 'log', inverse: scale === 'error', ...decades(curves.flatMap(({ points }) => laterValues(points)), scale) }),
      ...(zoom && { ...zoomedEnds(onAxis(up, scale)), interval: undefined }),
      axisLabel: { ...style.axisLabel, ...(zoom && ROUND_LABELS), formatter: (value: number) => tickText(measured(value, scale), unit) },
    },
    series: [
      thresholdLines(thresholds, offsets.thresholds, scale, theme),
      ...lines.map((curve) => lineOf(curve, { ...look, label: labelled.includes(curve), labelOffset: offsets.curves.get(curve.id) ?? 0 })),
      crowdOf(crowd, look),
      ...curves.flatMap((curve) => bandOf(curve, scale, theme)),
    ],
  };
}

/** A part of the values as the axis has it: what a value lacks to 1 falls while it rises. */
function onAxis([foot, head]: Box['y'], scale: ValueScale): Box['y'] {
  const at = (end: number | null): number | null => (end === null ? null : drawn(end, scale));
  return scale === 'error' ? [at(head), at(foot)] : [at(foot), at(head)];
}

function isLabelled({ emphasis }: Curve): boolean {
  return emphasis === 'best' || emphasis === 'chosen' || emphasis === 'running';
}

type Offsets = { thresholds: readonly number[]; curves: ReadonlyMap<string, number> };

const NOT_MOVED: Offsets = { thresholds: [], curves: new Map() };

/** Where the axis begins and ends, evenly spaced; where that isn't given, about: it reaches as far as the values do. */
function reachOf(curves: readonly Curve[], range: readonly [number, number] | null, scale: ValueScale): readonly [number, number] | null {
  const values = range ?? curves.flatMap(({ points }) => points.map(([, value]) => value));
  const places = values.map((value) => placeOf(value, scale)).filter(Number.isFinite);
  const foot = places.reduce((a, b) => Math.min(a, b), Infinity);
  const head = places.reduce((a, b) => Math.max(a, b), -Infinity);
  return head > foot ? [foot, head] : null;
}

/** The greater, the higher up it stands. */
function placeOf(value: number, scale: ValueScale): number {
  const on = drawn(value, scale);
  const place = on === null ? Number.NaN : evenly(on, scale);
  return scale === 'error' ? -place : place;
}

/** Moves the names at the right apart. */
function endOffsets(curves: readonly Curve[], thresholds: readonly number[], [foot, head]: readonly [number, number], scale: ValueScale, height: number): Offsets {
  const pixels = (height - MARGIN.top - MARGIN.bottom - AXIS_LABELS_PIXELS) / (head - foot);
  const heightOf = (value: number): number => {
    const place = placeOf(value, scale);
    return (Number.isFinite(place) ? place - foot : 0) * pixels;
  };
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

type Look = { /** How many curves there are. */ of: number; lit: string | null; scale: ValueScale; theme: ChartTheme };

const CROWD_WIDTH = 1.3;
const DASHED = [4, 3];

/** Fainter, the more there are, and where another one is lit. */
function opacityOf(strong: boolean, { of, lit }: Look): number {
  const alone = strong ? 1 : of > MANY_CURVES ? Math.max(0.12, (0.62 * MANY_CURVES) / (2 * of)) : 0.62;
  return lit === null ? alone : alone * 0.35;
}

/** Whether it is a line without a gap, a sign or a name. */
function isPlain({ emphasis, points }: Curve, scale: ValueScale): boolean {
  return emphasis === 'none' && points.length > 1 && points.every(([, value]) => drawn(value, scale) !== null);
}

/** All plain lines as one series: of a series each there would be a hundred, and each takes its time. */
function crowdOf(curves: readonly Curve[], look: Look) {
  const { scale, theme } = look;
  const lines = curves.map(({ points }) => points.map(([step, value]): [number, number] => [step, drawn(value, scale) ?? Number.NaN]));
  return {
    id: 'crowd',
    type: 'custom',
    silent: true,
    z: 2,
    clip: true,
    data: lines.map(reachedBy),
    encode: { x: 0, y: [1, 2] },
    renderItem: ({ dataIndex }: { dataIndex: number }, api: { coord: (at: readonly number[]) => [number, number] }) => {
      const curve = curves[dataIndex];
      return (
        curve && {
          type: 'polyline',
          shape: { points: (lines[dataIndex] ?? []).map((at) => api.coord(at)) },
          style: { fill: 'none', stroke: colourOf(curve.look, theme), lineWidth: CROWD_WIDTH, lineJoin: 'bevel', opacity: opacityOf(false, look), lineDash: curve.dashed ? DASHED : dashesOf(curve.look) },
        }
      );
    },
  };
}

/** A step, and the least and the greatest value: what the axes have to show of a line. */
function reachedBy(points: readonly (readonly [step: number, value: number])[]): [step: number, least: number, greatest: number] {
  const values = points.map(([, value]) => value);
  return [points[0]?.[0] ?? 0, Math.min(...values), Math.max(...values)];
}

function lineOf(curve: Curve, { label, labelOffset, ...look }: Look & { label: boolean; labelOffset: number }) {
  const { scale, theme } = look;
  const strong = curve.emphasis !== 'none';
  const lit = curve.id === look.lit;
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
      width: lit ? 3 : curve.emphasis === 'best' ? 2.6 : strong ? 2.2 : CROWD_WIDTH,
      opacity: lit ? 1 : opacityOf(strong, look),
      type: curve.dashed ? DASHED : dashesOf(curve.look).length > 0 ? [...dashesOf(curve.look)] : 'solid',
    },
    z: lit ? 9 : strong ? 5 : 2,
    endLabel: {
      show: label,
      offset: [0, -labelOffset],
      formatter: curve.shortName,
      color,
      fontSize: 11,
      fontWeight: 'bold',
      fontFamily: theme.font,
    },
  };
}

/** Below what a logarithm can show, and any axis does. */
const NEXT_TO_NOTHING = 1e-12;

/** How far the values of a group lie apart, as an area behind its line. */
function bandOf({ band, look }: Curve, scale: ValueScale, theme: ChartTheme) {
  if (!band || band.length < 2) return [];
  const edge = band.map(({ step, high }) => [step, high] as const).concat([...band].reverse().map(({ step, low }) => [step, low] as const));
  return [
    {
      id: `band of ${String(look)}`,
      type: 'custom',
      silent: true,
      z: 1,
      clip: true,
      data: [reachedBy(edge)],
      encode: { x: 0, y: [1, 2] },
      renderItem: (_: unknown, api: { coord: (at: readonly number[]) => number[] }) => ({
        type: 'polygon',
        shape: { points: edge.map(([step, value]) => api.coord([step, drawn(value, scale) ?? NEXT_TO_NOTHING])) },
        style: { fill: colourOf(look, theme), opacity: 0.16 },
      }),
    },
  ];
}
