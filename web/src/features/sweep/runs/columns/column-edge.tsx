import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { visible } from '@/lib/visible';
import styles from './column-edge.module.css';

type Props = {
  name: string;
  /** In pixels; undefined for as wide as what it holds. */
  width: number | undefined;
  /** Undefined for as wide as what it holds. */
  onWidth: (width: number | undefined) => void;
};

const STEP = 16;

/** The edge of a column: dragged, or with the arrow keys, it makes the column wider; a double click fits it. */
export function ColumnEdge({ name, width, onWidth }: Props) {
  const drag = useRef<{ x: number; width: number; moved: boolean } | null>(null);
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { x: event.clientX, width: headOf(event.currentTarget).offsetWidth, moved: false };
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const from = drag.current;
    if (!from) return;
    const wanted = from.width + event.clientX - from.x;
    if (Math.abs(wanted - from.width) < 2 && !from.moved) return;
    // Its cells give way once it has a width; then the head's alone decides, without drawing all rows anew at each move.
    if (!from.moved) onWidth(wanted);
    from.moved = true;
    for (const side of ['width', 'minWidth', 'maxWidth'] as const) headOf(event.currentTarget).style[side] = `${Math.max(40, wanted)}px`;
  };
  const onPointerUp = (event: PointerEvent<HTMLElement>) => {
    if (drag.current?.moved) onWidth(drag.current.width + event.clientX - drag.current.x);
    drag.current = null;
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const now = headOf(event.currentTarget).offsetWidth;
    if (event.key === 'ArrowLeft') onWidth(now - STEP);
    else if (event.key === 'ArrowRight') onWidth(now + STEP);
    else if (event.key === 'Enter') onWidth(undefined);
    else return;
    event.preventDefault();
  };
  return (
    <span
      role="separator"
      aria-orientation="vertical"
      aria-label={visible(`Width of ${name}`)}
      aria-valuenow={width ?? 0}
      aria-valuemin={0}
      aria-valuemax={Math.max(1000, width ?? 0)}
      aria-valuetext={width === undefined ? 'as wide as what it holds' : `${width} pixels`}
      tabIndex={0}
      title="Drag to make it wider; a double click fits it"
      className={styles.edge}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={() => (drag.current = null)}
      onDoubleClick={() => onWidth(undefined)}
      onKeyDown={onKeyDown}
    />
  );
}

function headOf(edge: HTMLElement): HTMLElement {
  return edge.closest('th') ?? edge;
}
