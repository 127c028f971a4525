import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { visible } from '@/lib/visible';
import { Empty } from '@/ui/notice';
import { UserText } from '@/ui/user-text';
import { useWidth } from '@/ui/use-width';
import type { Box } from './box';
import chart from './chart.module.css';
import type { Look } from './look';
import { colourOf, useChartTheme } from './theme';
import { Tip } from './tip';
import styles from './timeline-chart.module.css';

export type TimelineBar = {
  id: string;
  name: string;
  /** What stands in it where there is room. */
  label: string;
  details: () => readonly (readonly [name: string, value: string])[];
  lane: number;
  /** Milliseconds since 1970. */
  from: number;
  to: number;
  look: Look;
  /** It ended before it was finished. */
  broken: boolean;
};

type Props = {
  bars: readonly TimelineBar[];
  lanes: number;
  label: string;
  note: string;
  empty: string;
  hovered: string | null;
  onHover: (id: string | null) => void;
  onPick: (id: string) => void;
  /** The part of the time that is shown; null shows all. */
  zoom: Box | null;
  onZoom: (zoom: Box | null) => void;
};

const LANE_PIXELS = 26;
const FOOT_PIXELS = 24;
const TICKS = 5;
/** What a tick's time takes. */
const TICK_PIXELS = 110;
const DIGIT_PIXELS = 8;
const DRAG_PIXELS = 4;
/** How far a press of a key goes, as a part of what is shown. */
const STEP = 0.25;
/** What a key does with the two ends of what is shown. */
const MOVES: Readonly<Record<string, readonly [start: number, end: number]>> = {
  '+': [STEP, -STEP],
  '=': [STEP, -STEP],
  '-': [-STEP, STEP],
  ArrowLeft: [-STEP, -STEP],
  ArrowRight: [STEP, STEP],
};

/** Pixels; while one drags, the time that is shown stays. */
type Drag = { from: number; to: number; shown: readonly [start: number, end: number] };

/** What was trained when: a bar a run, a lane for each that was trained at the same time. A drag with Shift zooms into the time. */
export function TimelineChart({ bars, lanes, label, note, empty, hovered, onHover, onPick, zoom, onZoom }: Props) {
  const theme = useChartTheme();
  const frame = useRef<HTMLElement>(null);
  const width = useWidth(frame);
  const [tip, setTip] = useState<{ x: number; y: number; bar: TimelineBar } | null>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const first = bars.reduce((least, { from }) => Math.min(least, from), Infinity);
  const last = bars.reduce((most, { to }) => Math.max(most, to), first + 1000);
  const [start, end] = drag?.shown ?? [zoom?.x[0] ?? first, zoom?.x[1] ?? last];
  const zoomTo = (from: number, to: number) => onZoom({ x: [from, to], y: [null, null] });
  const timeAt = (pixel: number): number => start + (pixel / width) * (end - start);
  const pixelOf = ({ clientX, currentTarget }: PointerEvent): number => clientX - currentTarget.getBoundingClientRect().left;
  const begin = (event: PointerEvent) => {
    if (!event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrag({ from: pixelOf(event), to: pixelOf(event), shown: [start, end] });
  };
  const letGo = () => {
    if (drag && Math.abs(drag.to - drag.from) >= DRAG_PIXELS) zoomTo(timeAt(Math.min(drag.from, drag.to)), timeAt(Math.max(drag.from, drag.to)));
    setDrag(null);
  };
  const onKey = (event: KeyboardEvent) => {
    const move = MOVES[event.key];
    if (event.ctrlKey || event.altKey || event.metaKey || (!move && event.key !== '0')) return;
    event.preventDefault();
    if (move) zoomTo(start + move[0] * (end - start), end + move[1] * (end - start));
    else onZoom(null);
  };
  const x = (time: number): number => ((time - start) / (end - start)) * width;
  const shown = bars.filter(({ from, to }) => to >= start && from <= end);
  const height = lanes * LANE_PIXELS + FOOT_PIXELS;
  const ticks = Math.max(2, Math.min(TICKS, Math.floor(width / TICK_PIXELS) + 1));
  return (
    <figure ref={frame} className={chart.figure}>
      {bars.length === 0 && <Empty title={empty} />}
      {bars.length > 0 && (
        <>
          <svg
            width={width}
            height={height}
            role="img"
            aria-label={visible(label)}
            className={styles.timeline}
            data-testid="timeline"
            tabIndex={0}
            aria-keyshortcuts="+ - 0"
            onKeyDown={onKey}
            onPointerDown={begin}
            onPointerMove={(event) => drag && setDrag({ ...drag, to: pixelOf(event) })}
            onPointerUp={letGo}
            onPointerCancel={() => setDrag(null)}
            onDoubleClick={() => onZoom(null)}
          >
            {Array.from({ length: ticks }, (_, index) => {
              const time = start + ((end - start) * index) / (ticks - 1);
              return (
                <g key={index}>
                  <line x1={x(time)} x2={x(time)} y1={0} y2={lanes * LANE_PIXELS} className={styles.tick} />
                  <text x={x(time)} y={height - 8} textAnchor={index === 0 ? 'start' : index === ticks - 1 ? 'end' : 'middle'} className={styles.label}>
                    {clock(time, end - start)}
                  </text>
                </g>
              );
            })}
            {shown.map((bar) => (
              <rect
                key={bar.id}
                x={x(bar.from) + 0.5}
                y={bar.lane * LANE_PIXELS + 3}
                width={Math.max(1, x(bar.to) - x(bar.from) - 1)}
                height={LANE_PIXELS - 6}
                rx={2}
                fill={colourOf(bar.look, theme)}
                fillOpacity={bar.broken ? 0.25 : 0.8}
                stroke={bar.id === hovered ? theme.ink : colourOf(bar.look, theme)}
                strokeDasharray={bar.broken ? '3 2' : undefined}
                strokeWidth={bar.id === hovered ? 2 : 1}
                className={styles.bar}
                onPointerEnter={(event) => {
                  const box = event.currentTarget.ownerSVGElement?.getBoundingClientRect();
                  setTip({ x: event.clientX - (box?.left ?? 0), y: bar.lane * LANE_PIXELS, bar });
                  onHover(bar.id);
                }}
                onPointerLeave={() => {
                  setTip(null);
                  onHover(null);
                }}
                onClick={() => onPick(bar.id)}
              />
            ))}
            {shown.map((bar) => {
              const left = Math.max(0, x(bar.from));
              if (Math.min(width, x(bar.to)) - left < DIGIT_PIXELS * (bar.label.length + 1)) return null;
              return (
                <text key={bar.id} x={left + DIGIT_PIXELS / 2} y={(bar.lane + 0.5) * LANE_PIXELS + 4} className={styles.name}>
                  {bar.label}
                </text>
              );
            })}
            {drag && <rect x={Math.min(drag.from, drag.to)} y={0} width={Math.abs(drag.to - drag.from)} height={lanes * LANE_PIXELS} className={styles.drag} />}
          </svg>
          {zoom && <button type="button" data-unsaved className={chart.whole} onClick={() => onZoom(null)}>Show all</button>}
          {tip && <Tip x={tip.x} y={tip.y} width={width} content={{ title: tip.bar.name, rows: tip.bar.details() }} />}
          <figcaption className={chart.note}><UserText text={note} /></figcaption>
        </>
      )}
    </figure>
  );
}

const DAY_MILLISECONDS = 86_400_000;

/** With the date where the whole is longer than a day. */
function clock(time: number, span: number): string {
  const at = new Date(time);
  const hours = at.toLocaleTimeString('en-GB');
  return span > DAY_MILLISECONDS ? `${at.toLocaleDateString('en-CA')} ${hours.slice(0, 5)}` : hours;
}
