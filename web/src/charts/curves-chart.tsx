import { useCallback, useMemo, useRef, useState } from 'react';
import { valueText, type Unit } from './axes';
import { dragBox, type Box } from './box';
import { Chart, type ChartState } from './chart';
import { curvesIn, nearestPoint, stepsOf, type Curve, type Projection } from './curves';
import { curvesOption } from './curves-option';
import type { EChartsType } from './echarts';
import type { EpochWord } from '@/lib/epoch-word';
import { count } from '@/lib/format';
import { useChartTheme } from './theme';
import { Tip } from './tip';
import { drawn, evenly, measured, type ValueScale } from './value-scale';
import { keyedZoom } from './zoom';
import { useLatest } from '@/ui/use-latest';

type Props = {
  state: ChartState;
  curves: readonly Curve[];
  unit: Unit;
  /** How many a run has at most: the axis shows them all, unless a program counts steps of its own. */
  epochs: number;
  /** What a step is called where it is no epoch; the axis then has those of the curves. */
  step?: string | undefined;
  /** What an epoch is called: a round where clients train. */
  epoch?: EpochWord | undefined;
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
  /** The part that is shown, in steps and values; null shows all. */
  zoom?: Box | null;
  onZoom?: (zoom: Box | null) => void;
};

type Hover = { x: number; y: number; width: number; curve: Curve; step: number; value: number };

const REACH_PIXELS = 28;

/** Values by epoch or step, one line a run; the nearest point is named, and its line stands out. */
export function CurvesChart(props: Props) {
  const { state, curves, unit, epochs, thresholds = [], range = null, height = 320, scale = 'linear', step, epoch } = props;
  const { label, onPick, hovered: elsewhere = null, onHover, onBox, zoom = null, onZoom } = props;
  const theme = useChartTheme();
  const [hover, setHover] = useState<Hover | null>(null);
  const hovered = hover?.curve.id ?? elsewhere;
  const lit = hovered !== null && curves.some(({ id }) => id === hovered) ? hovered : null;
  const [tall, setTall] = useState(height);
  const option = useMemo(
    () => curvesOption({ curves, unit, epochs, step, epoch, thresholds, range, height: tall, scale, zoom, lit, theme }),
    [curves, unit, epochs, step, epoch, thresholds, range, tall, scale, zoom, lit, theme],
  );
  const [selects, zooms] = [onBox !== undefined, onZoom !== undefined];
  const canvas = useRef<EChartsType | null>(null);
  const latest = useLatest({ curves, scale, onPick, onHover, onBox, onZoom });
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
      const sizes = new ResizeObserver(([entry]) => entry && setTall(Math.round(entry.contentRect.height)));
      sizes.observe(chart.getDom());
      zr.on('mousemove', move);
      zr.on('globalout', leave);
      zr.on('click', click);
      canvas.current = chart;
      const release = dragBox(chart, {
        ...(selects && { select: (box) => latest.current.onBox?.(curvesIn(latest.current.curves, inValues(box, latest.current.scale), latest.current.scale)) }),
        ...(zooms && { zoom: (box) => latest.current.onZoom?.(box && inValues(box, latest.current.scale)) }),
      });
      return () => {
        canvas.current = null;
        sizes.disconnect();
        release();
        if (chart.isDisposed()) return;
        zr.off('mousemove', move);
        zr.off('globalout', leave);
        zr.off('click', click);
      };
    },
    [latest, selects, zooms],
  );
  const onKey = (key: string): boolean => {
    const wanted = canvas.current ? keyedZoom(canvas.current, key) : undefined;
    if (wanted !== undefined) onZoom?.(wanted && inValues(wanted, scale));
    return wanted !== undefined;
  };
  return (
    <Chart state={state} option={option} height={height} label={label} onCanvas={onCanvas} onKey={onZoom && onKey} onWhole={zoom && onZoom ? () => onZoom(null) : undefined}>
      {hover && (
        <Tip
          x={hover.x}
          y={hover.y}
          width={hover.width}
          content={{
            title: hover.curve.name,
            rows: [[`${stepsOf(curves, epochs, step, epoch).word} ${count(hover.step)}`, valueText(hover.value, unit)], ...(hover.curve.at?.(hover.step) ?? []), ...hover.curve.details()],
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
