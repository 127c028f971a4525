import { dashesOf } from '../look';
import { colourOf, type ChartTheme } from '../theme';
import type { Layout } from './layout';
import type { ParallelLine, Span } from './parallel';

/** More lines than this can't be followed. */
export const LINES_DRAWN = 1000;

/** More can't be drawn as fast as somebody drags. */
export const LINES_DRAGGED = 120;

const CROWD = 60;

/** Sizes a canvas for the screen's pixels and clears it. */
export function cleared(canvas: HTMLCanvasElement, { width, height }: Layout): CanvasRenderingContext2D | null {
  const ratio = window.devicePixelRatio || 1;
  const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
  // A canvas that is given its size anew is made anew.
  if (canvas.width !== across) canvas.width = across;
  if (canvas.height !== down) canvas.height = down;
  const context = canvas.getContext('2d');
  context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  context?.clearRect(0, 0, width, height);
  return context;
}

export type Drawn = { lines: readonly ParallelLine[]; places: Float32Array; axes: number };

/**
 * All lines, those that aren't looked at first and faint.
 *
 * @param most of the faint ones so many
 */
export function drawLines(context: CanvasRenderingContext2D, layout: Layout, { lines, places, axes }: Drawn, shown: readonly number[], most: number, theme: ChartTheme): void {
  context.lineJoin = 'round';
  if (shown.length < lines.length) {
    context.globalAlpha = 0.1;
    context.lineWidth = 1;
    context.strokeStyle = theme.neutral;
    context.beginPath();
    for (let line = 0; line < lines.length; line += Math.ceil(lines.length / most)) trace(context, layout, places, axes, line);
    context.stroke();
  }
  const opacity = shown.length > CROWD ? Math.max(0.12, 0.6 * Math.sqrt(CROWD / shown.length)) : 0.6;
  for (const line of shown) {
    const of = lines[line];
    if (of && !of.strong) stroke(context, layout, places, axes, line, of, theme, opacity, 1.2);
  }
  for (const line of shown) {
    const of = lines[line];
    if (of?.strong) stroke(context, layout, places, axes, line, of, theme, 1, 2.6);
  }
}

/** One line over the others. */
export function drawLine(context: CanvasRenderingContext2D, layout: Layout, { lines, places, axes }: Drawn, line: number, theme: ChartTheme): void {
  const of = lines[line];
  if (!of) return;
  context.lineJoin = 'round';
  stroke(context, layout, places, axes, line, { look: 'neutral' }, { ...theme, neutral: theme.surface }, 1, 6);
  stroke(context, layout, places, axes, line, of, theme, 1, 3);
}

/** The dragged-over parts of the axes. */
export function drawSpans(context: CanvasRenderingContext2D, layout: Layout, spans: ReadonlyMap<number, Span>, theme: ChartTheme): void {
  for (const [axis, [from, to]] of spans) {
    const [x1, y1] = layout.at(axis, from);
    const [x2, y2] = layout.at(axis, to);
    const box: [number, number, number, number] = layout.lying ? [x1, y1 - 8, Math.max(2, x2 - x1), 16] : [x1 - 8, y2, 16, Math.max(2, y1 - y2)];
    context.fillStyle = theme.accent;
    context.globalAlpha = 0.22;
    context.fillRect(...box);
    context.globalAlpha = 1;
    context.strokeStyle = theme.accent;
    context.lineWidth = 1;
    context.strokeRect(...box);
  }
}

function stroke(
  context: CanvasRenderingContext2D,
  layout: Layout,
  places: Float32Array,
  axes: number,
  line: number,
  { look }: Pick<ParallelLine, 'look'>,
  theme: ChartTheme,
  opacity: number,
  width: number,
): void {
  context.globalAlpha = opacity;
  context.lineWidth = width;
  context.strokeStyle = colourOf(look, theme);
  const dashes = dashesOf(look);
  if (dashes.length > 0) context.setLineDash([...dashes]);
  context.beginPath();
  trace(context, layout, places, axes, line);
  context.stroke();
  if (dashes.length > 0) context.setLineDash([]);
}

function trace(context: CanvasRenderingContext2D, layout: Layout, places: Float32Array, axes: number, line: number): void {
  let begun = false;
  for (let axis = 0; axis < axes; axis += 1) {
    const place = places[line * axes + axis] ?? Number.NaN;
    if (Number.isNaN(place)) continue;
    const [x, y] = layout.at(axis, place);
    if (begun) context.lineTo(x, y);
    else context.moveTo(x, y);
    begun = true;
  }
}
