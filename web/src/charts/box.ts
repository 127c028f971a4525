import type { EChartsType } from './echarts';

/** A box dragged over a chart's grid, in the axes' values; null where it reaches the axis's end. */
export type Box = {
  x: readonly [from: number | null, to: number | null];
  y: readonly [from: number | null, to: number | null];
};

const DRAG_PIXELS = 4;

type Mouse = { offsetX: number; offsetY: number };
/** As the drawing library tells of it. */
type Press = Mouse & { event: { shiftKey?: boolean } };

/** What a drag does; what is left out isn't offered. */
export type Drags = {
  /** A plain one. */
  select?: ((box: Box) => void) | undefined;
  /** One with the Shift key held; null, a double click, shows all again. */
  zoom?: ((box: Box | null) => void) | undefined;
};

/**
 * Lets a plain drag over a chart's grid select, and one with Shift zoom.
 *
 * @param drags what is called when the button is let go
 * @returns what takes it away again
 */
export function dragBox(chart: EChartsType, { select, zoom }: Drags): () => void {
  const dom = chart.getDom();
  const frame = document.createElement('div');
  frame.className = 'chart-box';
  let from: Mouse | null = null;
  let moved = false;
  let onBox: ((box: Box) => void) | undefined;

  const down = (event: Press) => {
    onBox = event.event.shiftKey ? zoom : select;
    if (onBox && chart.containPixel('grid', [event.offsetX, event.offsetY])) from = { offsetX: event.offsetX, offsetY: event.offsetY };
  };
  const move = (event: Mouse) => {
    if (!from) return;
    const [width, height] = [Math.abs(event.offsetX - from.offsetX), Math.abs(event.offsetY - from.offsetY)];
    if (!moved && Math.hypot(width, height) < DRAG_PIXELS) return;
    if (!moved) dom.append(frame);
    moved = true;
    frame.style.left = `${Math.min(event.offsetX, from.offsetX)}px`;
    frame.style.top = `${Math.min(event.offsetY, from.offsetY)}px`;
    frame.style.width = `${width}px`;
    frame.style.height = `${height}px`;
  };
  const up = (event: Mouse) => {
    const [start, wasMoved] = [from, moved];
    cancel();
    if (start && wasMoved) onBox?.(boxOf(chart, start, event));
  };
  const cancel = () => {
    from = null;
    moved = false;
    frame.remove();
  };
  const whole = () => zoom?.(null);
  const zr = chart.getZr();
  zr.on('dblclick', whole);
  zr.on('mousedown', down);
  zr.on('mousemove', move);
  zr.on('mouseup', up);
  zr.on('globalout', cancel);
  return () => {
    cancel();
    if (chart.isDisposed()) return;
    zr.off('dblclick', whole);
    zr.off('mousedown', down);
    zr.off('mousemove', move);
    zr.off('mouseup', up);
    zr.off('globalout', cancel);
  };
}

/** What lies beyond the grid has no end there: a box to the edge takes all that the axis doesn't show, too. */
function boxOf(chart: EChartsType, a: Mouse, b: Mouse): Box {
  const left = Math.min(a.offsetX, b.offsetX);
  const right = Math.max(a.offsetX, b.offsetX);
  const top = Math.min(a.offsetY, b.offsetY);
  const bottom = Math.max(a.offsetY, b.offsetY);
  const inside = (x: number, y: number): boolean => chart.containPixel('grid', [x, y]);
  const value = (x: number, y: number): readonly [number, number] => {
    const [first = Number.NaN, second = Number.NaN] = chart.convertFromPixel('grid', [x, y]);
    return [first, second];
  };
  const { offsetX: x, offsetY: y } = a; // within the grid
  return {
    x: [inside(left, y) ? value(left, y)[0] : null, inside(right, y) ? value(right, y)[0] : null],
    y: [inside(x, bottom) ? value(x, bottom)[1] : null, inside(x, top) ? value(x, top)[1] : null],
  };
}
