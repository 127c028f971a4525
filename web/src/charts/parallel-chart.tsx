import { useMemo, useRef } from 'react';
import { visible } from '@/lib/visible';
import { axisStyle, numberLabels, numberScale, tickText, valueRange } from './axes';
import { Chart, type ChartState } from './chart';
import type { EChartsCoreOption } from './echarts';
import { number } from '@/lib/format';
import type { Parallel, ParallelAxis, ParallelLine } from './parallel';
import { useChartTheme, type ChartTheme } from './theme';
import { useWidth } from '@/ui/use-width';

type Props = { state: ChartState; parallel: Parallel; label: string };

const HEIGHT = 320;
/** What an axis needs at least, its name and labels beside it; and what one needs that lies under another. */
const AXIS_PIXELS = 116;
const LYING_AXIS_PIXELS = 56;
const LABEL_LETTERS = 14;

/** Every run as a line across its hyperparameters to the metric; drag along an axis to keep what passes there. */
export function ParallelChart({ state, parallel, label }: Props) {
  const theme = useChartTheme();
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const { length } = parallel.axes;
  // Side by side as long as there is room, else one under the other: none may be out of sight.
  const lying = width > 0 && width < length * AXIS_PIXELS;
  const option = useMemo(() => parallelOption(parallel, lying, theme), [parallel, lying, theme]);
  return (
    <div ref={frame}>
      <Chart key={String(lying)} state={state} option={option} height={lying ? length * LYING_AXIS_PIXELS : HEIGHT} label={label} />
    </div>
  );
}

const STANDING = { layout: 'horizontal', left: 16, right: 84, top: 34, bottom: 18 };
const LYING = { layout: 'vertical', left: 14, right: 18, top: 22, bottom: 24 };

function parallelOption({ axes, lines }: Parallel, lying: boolean, theme: ChartTheme): EChartsCoreOption {
  const many = lines.length > 60;
  return {
    animation: false,
    parallel: lying ? LYING : STANDING,
    parallelAxis: axes.map((axis, dim) => ({
      ...axisOf(axis, dim, theme),
      // The first one's name goes from its axis to the right, where there is room.
      ...(dim === 0 && axes.length > 1 && { nameTextStyle: { ...nameStyle(theme), align: 'left' } }),
      ...(lying && { nameLocation: 'start', nameGap: 0, nameTextStyle: { ...nameStyle(theme), align: 'left', verticalAlign: 'bottom', padding: [0, 0, 8, 0] } }),
    })),
    series: {
      type: 'parallel',
      inactiveOpacity: 0.04,
      activeOpacity: 1,
      smooth: 0.15,
      // ECharts draws in order: what stands out comes last.
      data: [...lines].sort((a, b) => Number(a.strong) - Number(b.strong)).map((line) => ({
        name: line.name,
        value: line.values,
        lineStyle: {
          color: colourOf(line, theme),
          width: line.strong ? 2.6 : 1.2,
          opacity: line.strong ? 1 : many ? 0.25 : 0.6,
        },
      })),
    },
  };
}

/** A given width would draw its ground as wide. */
function shortened(text: string): string {
  const shown = visible(text);
  return shown.length <= LABEL_LETTERS ? shown : `${shown.slice(0, LABEL_LETTERS - 1)}…`;
}

function nameStyle(theme: ChartTheme) {
  return { ...axisStyle(theme).nameTextStyle, color: theme.ink };
}

function axisOf(axis: ParallelAxis, dim: number, theme: ChartTheme) {
  const style = axisStyle(theme);
  const shared = {
    ...style,
    dim,
    name: visible(axis.name),
    nameTextStyle: nameStyle(theme),
    nameTruncate: { maxWidth: AXIS_PIXELS - 6, ellipsis: '…' },
    z: 5, // over the lines
    axisLine: { lineStyle: { color: theme.inkFaint } },
    areaSelectStyle: { borderColor: theme.accent, color: theme.accent, opacity: 0.2, width: 16 },
  };
  const labels = {
    ...style.axisLabel,
    margin: 10,
    padding: [1, 3],
    borderRadius: 3,
    backgroundColor: theme.surface, // so that the lines don't strike them through
  };
  if (axis.kind === 'categories') {
    return { ...shared, type: 'category', data: axis.names, axisLabel: { ...labels, formatter: shortened } };
  }
  if (axis.kind === 'accuracy') {
    const formatter = (value: number) => tickText(value, 'accuracy');
    return { ...shared, type: 'value', ...valueRange([axis.min, axis.max], 'accuracy'), axisLabel: { ...labels, formatter } };
  }
  const scale = { kind: axis.kind, min: axis.min, max: axis.max };
  const formatter = (value: number) => number(value);
  return { ...shared, ...numberScale(scale), axisLabel: { ...labels, formatter, ...numberLabels(scale) } };
}

function colourOf(line: ParallelLine, theme: ChartTheme): string {
  if (line.colour === 'running') return theme.running;
  return line.colour === 'neutral' ? theme.neutral : theme.tones[line.colour];
}
