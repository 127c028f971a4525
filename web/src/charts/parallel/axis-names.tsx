import { useState, type CSSProperties, type KeyboardEvent, type PointerEvent } from 'react';
import { visible } from '@/lib/visible';
import { nearestAxis, type Layout } from './layout';
import type { ParallelAxis } from './parallel';
import styles from './parallel-chart.module.css';

type Props = {
  axes: readonly ParallelAxis[];
  layout: Layout;
  /** An axis takes the place of another; the last one, the metric's, stays. */
  onMove: (from: number, to: number) => void;
};

/** A name that is carried elsewhere, from where it was taken hold of. */
type Carried = { axis: number; to: number; x: number; y: number; across: number; down: number };

const STEPS: Partial<Record<string, number>> = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

/** The axes' names, which move them: carried to another place, or with the arrow keys. */
export function AxisNames({ axes, layout, onMove }: Props) {
  const [carried, setCarried] = useState<Carried | null>(null);
  const last = axes.length - 1;

  const press = (event: KeyboardEvent<HTMLButtonElement>, axis: number) => {
    const to = axis + (STEPS[event.key] ?? 0);
    if (to === axis || to < 0 || to >= last) return;
    event.preventDefault();
    onMove(axis, to);
    const names = event.currentTarget.parentElement?.querySelectorAll('button');
    names?.[to]?.focus(); // The n-th is always the n-th axis's.
  };
  const take = (event: PointerEvent<HTMLButtonElement>, axis: number) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setCarried({ axis, to: axis, x: event.clientX, y: event.clientY, across: 0, down: 0 });
  };
  const carry = (event: PointerEvent<HTMLButtonElement>) => {
    if (!carried) return;
    const [across, down] = layout.lying ? [0, event.clientY - carried.y] : [event.clientX - carried.x, 0];
    setCarried({ ...carried, across, down, to: nearestAxis(layout, last, carried.axis, across, down) });
  };
  const drop = () => {
    if (carried && carried.to !== carried.axis) onMove(carried.axis, carried.to);
    setCarried(null);
  };

  return (
    <>
      {carried && carried.to !== carried.axis && <span className={styles.place} style={between(layout, carried.to)} />}
      {axes.map((axis, index) => {
        const at = nameStyle(layout, axes, index, carried?.axis === index ? carried : null);
        const name = visible(axis.name);
        return index === last ? (
          <span key={index} className={styles.name} style={at}>
            {name}
          </span>
        ) : (
          <button
            key={index}
            type="button"
            className={`${styles.name} ${styles.handle}`}
            style={at}
            title={`${name}: drag it, or press the arrow keys, to move its axis`}
            onKeyDown={(event) => press(event, index)}
            onPointerDown={(event) => take(event, index)}
            onPointerMove={carry}
            onPointerUp={drop}
            onPointerCancel={() => setCarried(null)}
          >
            {name}
          </button>
        );
      })}
    </>
  );
}

const NAME_PIXELS = 18;
const ABOVE_PIXELS = 10;
const LETTER_PIXELS = 6.4;
const GAP_PIXELS = 4;

/** Over the head of a standing axis, in its middle; over the foot of a lying one. */
function nameStyle(layout: Layout, axes: readonly ParallelAxis[], index: number, carried: Carried | null): CSSProperties {
  const [footX, footY] = layout.at(index, 0);
  const [headX, headY] = layout.at(index, 1);
  const { across, down } = carried ?? { across: 0, down: 0 };
  if (layout.lying) return { left: footX, top: footY - NAME_PIXELS - 3 + down, maxWidth: headX - footX };
  const top = headY - ABOVE_PIXELS - NAME_PIXELS;
  const room = axes.length < 2 ? layout.width : layout.at(1, 0)[0] - layout.at(0, 0)[0];
  const most = room - GAP_PIXELS;
  if (index > 0) return { left: headX + across, top, maxWidth: most, transform: 'translateX(-50%)' };
  const next = Math.min(most, LETTER_PIXELS * ((axes[1]?.name.length ?? 0) + 1));
  return { left: across, top, maxWidth: headX + most - next / 2 }; // from the edge up to the next one
}

/** Along the axis whose place a carried one would take. */
function between(layout: Layout, index: number): CSSProperties {
  const [footX, footY] = layout.at(index, 0);
  const [headX, headY] = layout.at(index, 1);
  return layout.lying ? { left: footX, top: footY - 1, width: headX - footX, height: 3 } : { left: headX - 1, top: headY, width: 3, height: footY - headY };
}
