import { useMemo } from 'react';
import { axisStyle, endLabels, numberScale } from './axes';
import { Chart, type ChartState } from './chart';
import type { EChartsCoreOption } from './echarts';
import { number, threshold } from '@/lib/format';
import type { Parallel, ParallelAxis, ParallelLine } from './parallel';
import { useChartTheme, type ChartTheme } from './theme';

type Props = { state: ChartState; parallel: Parallel; label: string };

const HEIGHT = 320;

/** Every run as a line across its hyperparameters to the metric; drag along an axis to keep what passes there. */
export function ParallelChart({ state, parallel, label }: Props) {
  const theme = useChartTheme();
  const option = useMemo(() => parallelOption(parallel, theme), [parallel, theme]);
  return <Chart state={state} option={option} height={HEIGHT} label={label} />;
}

function parallelOption({ axes, lines }: Parallel, theme: ChartTheme): EChartsCoreOption {
  const many = lines.length > 60;
  return {
    animation: false,
    parallel: { left: 28, right: 72, top: 34, bottom: 18 },
    parallelAxis: axes.map((axis, dim) => axisOf(axis, dim, theme)),
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

function axisOf(axis: ParallelAxis, dim: number, theme: ChartTheme) {
  const style = axisStyle(theme);
  const shared = {
    ...style,
    dim,
    name: axis.name,
    nameTextStyle: { ...style.nameTextStyle, color: theme.ink },
    axisLine: { lineStyle: { color: theme.inkFaint } },
    areaSelectStyle: { borderColor: theme.accent, color: theme.accent, opacity: 0.2, width: 16 },
  };
  if (axis.kind === 'categories') return { ...shared, type: 'category', data: axis.names };
  if (axis.kind === 'accuracy') {
    const formatter = (value: number) => threshold(value);
    return { ...shared, type: 'value', min: axis.min, max: axis.max, axisLabel: { ...style.axisLabel, formatter } };
  }
  const scale = { kind: axis.kind, min: axis.min, max: axis.max };
  const formatter = (value: number) => number(value);
  return { ...shared, ...numberScale(scale), axisLabel: { ...style.axisLabel, formatter, ...endLabels(scale) } };
}

function colourOf(line: ParallelLine, theme: ChartTheme): string {
  if (line.colour === 'running') return theme.running;
  return line.colour === 'neutral' ? theme.neutral : theme.tones[line.colour];
}
