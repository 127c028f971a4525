import { useRef, useState } from 'react';
import { visible } from '@/lib/visible';
import { Empty } from '@/ui/notice';
import { UserText } from '@/ui/user-text';
import { useWidth } from '@/ui/use-width';
import chart from './chart.module.css';
import type { Look } from './look';
import { colourOf, useChartTheme } from './theme';
import { Tip } from './tip';
import styles from './timeline-chart.module.css';

export type TimelineBar = {
  id: string;
  name: string;
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
};

const LANE_PIXELS = 26;
const FOOT_PIXELS = 24;
const TICKS = 5;

/** What was trained when: a bar a run, a lane for each that was trained at the same time. */
export function TimelineChart({ bars, lanes, label, note, empty, hovered, onHover, onPick }: Props) {
  const theme = useChartTheme();
  const frame = useRef<HTMLElement>(null);
  const width = useWidth(frame);
  const [tip, setTip] = useState<{ x: number; y: number; bar: TimelineBar } | null>(null);
  const start = bars.reduce((least, { from }) => Math.min(least, from), Infinity);
  const end = bars.reduce((most, { to }) => Math.max(most, to), start + 1000);
  const x = (time: number): number => ((time - start) / (end - start)) * width;
  const height = lanes * LANE_PIXELS + FOOT_PIXELS;
  return (
    <figure ref={frame} className={chart.figure}>
      {bars.length === 0 && <Empty title={empty} />}
      {bars.length > 0 && (
        <>
          <svg width={width} height={height} role="img" aria-label={visible(label)} className={styles.timeline} data-testid="timeline">
            {Array.from({ length: TICKS }, (_, index) => {
              const time = start + ((end - start) * index) / (TICKS - 1);
              return (
                <g key={index}>
                  <line x1={x(time)} x2={x(time)} y1={0} y2={lanes * LANE_PIXELS} className={styles.tick} />
                  <text x={x(time)} y={height - 8} textAnchor={index === 0 ? 'start' : index === TICKS - 1 ? 'end' : 'middle'} className={styles.label}>
                    {clock(time, end - start)}
                  </text>
                </g>
              );
            })}
            {bars.map((bar) => (
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
          </svg>
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
