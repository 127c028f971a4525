import { memo, useEffect, useMemo, useRef, useState, type PointerEvent } from 'react';
import { plural } from '@/lib/format';
import { visible } from '@/lib/visible';
import { Empty } from '@/ui/notice';
import { UserText } from '@/ui/user-text';
import { useWidth } from '@/ui/use-width';
import chart from '../chart.module.css';
import { useChartTheme } from '../theme';
import { Tip } from '../tip';
import { placing, ticksOf } from './axis';
import { AxisNames } from './axis-names';
import { cleared, drawLine, drawLines, drawSpans, LINES_DRAGGED, LINES_DRAWN, type Drawn } from './draw';
import { axisAt, layoutOf, lineAt, passes, placeAt, type Layout } from './layout';
import type { Parallel, ParallelAxis, Span } from './parallel';
import styles from './parallel-chart.module.css';

type Props = {
  parallel: Parallel;
  label: string;
  note: string;
  /** What stands there when no line can be drawn. */
  empty: string;
  /** The selected part of axes, by index. */
  spans: ReadonlyMap<number, Span>;
  /** A part of an axis was dragged over, or the axis was clicked: null. The axes are those that were there when the drag began. */
  onSpan: (parallel: Parallel, axis: number, span: Span | null) => void;
  /** An axis, never the last one, takes the place of another. */
  onMove: (from: number, to: number) => void;
  hovered: string | null;
  onHover: (id: string | null) => void;
  onPick: (id: string) => void;
};

const REACH_PIXELS = 8;
/** Less than this is a click. */
const DRAG_PIXELS = 4;

/** While one drags, the chart stays as it was: runs that come in may bring axes, or stretch them. */
type Drag = { held: Parallel; spans: ReadonlyMap<number, Span>; axis: number; from: number; to: number; moved: boolean };

/** Every run as a line across its hyperparameters to the metric; drag along an axis to select what passes there. */
export function ParallelChart({ parallel: newest, label, note, empty, spans, onSpan, onMove, hovered, onHover, onPick }: Props) {
  const theme = useChartTheme();
  const frame = useRef<HTMLElement>(null);
  const below = useRef<HTMLCanvasElement>(null);
  const above = useRef<HTMLCanvasElement>(null);
  const width = useWidth(frame);
  const [drag, setDrag] = useState<Drag | null>(null);
  const parallel = drag?.held ?? newest;
  const { axes, lines } = parallel;
  const layout = useMemo(() => layoutOf(axes.length, width), [axes.length, width]);
  const drawn = useMemo((): Drawn => ({ lines, places: placesOf(parallel), axes: axes.length }), [parallel, lines, axes.length]);
  const [pointer, setPointer] = useState<{ x: number; y: number; line: number } | null>(null);

  const wanted = useMemo(() => {
    if (!drag) return spans;
    return drag.moved ? new Map([...drag.spans, [drag.axis, ordered(drag)] as const]) : drag.spans;
  }, [spans, drag]);
  const dragged = drag?.moved ? wanted : null;
  const most = dragged ? LINES_DRAGGED : LINES_DRAWN;
  const shown = useMemo(() => drawnLines(drawn, dragged, most), [drawn, dragged, most]);

  // Said of what stands there, not of what one drags over.
  const visibleLines = useMemo(() => lines.reduce((sum, line) => sum + Number(line.shown), 0), [lines]);
  const leftOut = dragged || visibleLines <= LINES_DRAWN ? 0 : visibleLines - shown.length;

  useEffect(() => {
    const context = below.current && cleared(below.current, layout);
    if (context) drawLines(context, layout, drawn, shown, most, theme);
  }, [layout, drawn, shown, most, theme]);

  useEffect(() => {
    const context = above.current && cleared(above.current, layout);
    if (!context) return;
    drawSpans(context, layout, wanted, theme);
    const line = pointer?.line ?? lines.findIndex(({ id }) => id === hovered);
    if (line >= 0) drawLine(context, layout, drawn, line, theme);
  }, [layout, drawn, lines, wanted, pointer, hovered, theme]);

  const place = (event: PointerEvent<HTMLElement>): readonly [number, number] => {
    const box = event.currentTarget.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const down = (event: PointerEvent<HTMLElement>) => {
    const at = axisAt(layout, axes.length, ...place(event));
    if (!at || event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    event.preventDefault();
    setDrag({ held: parallel, spans, axis: at.axis, from: at.place, to: at.place, moved: false });
    setPointer(null);
  };
  const move = (event: PointerEvent<HTMLElement>) => {
    const [x, y] = place(event);
    if (drag) {
      const to = placeAt(layout, drag.axis, x, y);
      const moved = drag.moved || Math.abs(to - drag.from) * lengthOf(layout) > DRAG_PIXELS;
      setDrag({ ...drag, to, moved });
      return;
    }
    const line = lineAt(layout, axes.length, drawn.places, (index) => lines[index]?.shown === true, x, y, REACH_PIXELS);
    setPointer(line === null ? null : { x, y, line });
    onHover(line === null ? null : (lines[line]?.id ?? null));
  };
  const up = () => {
    if (drag) onSpan(drag.held, drag.axis, drag.moved ? ordered(drag) : null);
    setDrag(null);
  };
  const leave = () => {
    setPointer(null);
    onHover(null);
  };
  const under = pointer ? lines[pointer.line] : undefined;
  return (
    <figure ref={frame} className={chart.figure}>
      {lines.length === 0 && <Empty title={empty} />}
      {lines.length > 0 && width > 0 && (
        <>
          <div className={styles.frame} style={{ height: layout.height }} data-testid="parallel">
            <div
              className={styles.canvas}
              style={{ cursor: drag ? 'grabbing' : pointer ? 'pointer' : 'crosshair' }}
              role="img"
              aria-label={visible(label)}
              onPointerDown={down}
              onPointerMove={move}
              onPointerUp={up}
              onPointerCancel={() => setDrag(null)}
              onPointerLeave={leave}
              onClick={() => under && onPick(under.id)}
            >
              <canvas ref={below} className={styles.layer} />
              <Axes axes={axes} layout={layout} />
              <canvas ref={above} className={styles.layer} />
            </div>
            <AxisNames axes={axes} layout={layout} onMove={onMove} />
          </div>
          {pointer && under && <Tip x={pointer.x} y={pointer.y} width={width} content={{ title: under.name, rows: under.details() }} />}
          <figcaption className={chart.note}><UserText text={leftOut > 0 ? `${note} ${plural(leftOut, 'more line')} not drawn.` : note} /></figcaption>
        </>
      )}
    </figure>
  );
}

/** Lines and labels, over the runs' lines so that these don't strike them through. */
const Axes = memo(function Axes({ axes, layout }: { axes: readonly ParallelAxis[]; layout: Layout }) {
  return (
    <svg className={styles.layer} width={layout.width} height={layout.height} aria-hidden="true">
      {axes.map((axis, index) => {
        const [footX, footY] = layout.at(index, 0);
        const [headX, headY] = layout.at(index, 1);
        const ticks = ticksOf(axis);
        return (
          <g key={axis.name}>
            <line x1={footX} y1={footY} x2={headX} y2={headY} className={styles.axis} />
            {ticks.map(({ place, text }) => {
              const [x, y] = layout.at(index, place);
              const [labelX, labelY] = layout.lying ? [x, y + 14] : [x + 6, y + 4];
              const end = place < 0.02 ? 'start' : place > 0.98 ? 'end' : 'middle';
              return (
                <text key={place} x={labelX} y={labelY} className={styles.label} textAnchor={layout.lying ? end : 'start'}>
                  {text}
                </text>
              );
            })}
          </g>
        );
      })}
    </svg>
  );
});

function placesOf({ axes, lines }: Parallel): Float32Array {
  const places = new Float32Array(lines.length * axes.length);
  axes.forEach((axis, index) => {
    const placeOf = placing(axis);
    lines.forEach(({ values }, line) => {
      const place = placeOf(values[index] ?? Number.NaN);
      places[line * axes.length + index] = axis.kind === 'categories' ? place + apart(line) / axis.names.length : place;
    });
  });
  return places;
}

/** Moves lines of one category a little apart, so that one sees how many they are. */
function apart(line: number): number {
  return (((line * 0.618034) % 1) - 0.5) * 0.5;
}

/** Which of the shown lines to draw: of very many every n-th and the strong ones. */
function drawnLines({ lines, places, axes }: Drawn, spans: ReadonlyMap<number, Span> | null, most: number): number[] {
  const shown: number[] = [];
  const limits = spans && [...spans];
  lines.forEach((line, index) => {
    if (limits ? passes(places, axes, index, limits) : line.shown) shown.push(index);
  });
  const step = Math.ceil(shown.length / most);
  return step <= 1 ? shown : shown.filter((line, index) => index % step === 0 || lines[line]?.strong);
}

function ordered({ from, to }: Drag): Span {
  return from < to ? [from, to] : [to, from];
}

function lengthOf(layout: Layout): number {
  const [footX, footY] = layout.at(0, 0);
  const [headX, headY] = layout.at(0, 1);
  return Math.hypot(headX - footX, headY - footY);
}
