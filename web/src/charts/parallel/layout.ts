import type { Span } from './parallel';

/** Where the axes are: side by side as long as there is room, else one under the other, for none may be out of sight. */
export type Layout = {
  lying: boolean;
  width: number;
  height: number;
  /** A pixel from an axis's index and a place along it. */
  at: (axis: number, place: number) => readonly [x: number, y: number];
};

/** What an axis needs at least, its name and labels beside it; and what one needs that lies under another. */
const AXIS_PIXELS = 98;
const LYING_AXIS_PIXELS = 56;
const HEIGHT = 320;
const STANDING = { left: 16, right: 92, top: 34, bottom: 14 };
const LYING = { left: 14, right: 18, top: 26, bottom: 26 };

export function layoutOf(axes: number, width: number): Layout {
  const lying = width < axes * AXIS_PIXELS;
  const gaps = Math.max(1, axes - 1);
  if (lying) {
    const height = axes * LYING_AXIS_PIXELS;
    const [across, down] = [width - LYING.left - LYING.right, height - LYING.top - LYING.bottom];
    return { lying, width, height, at: (axis, place) => [LYING.left + place * across, LYING.top + (axis * down) / gaps] };
  }
  const [across, down] = [width - STANDING.left - STANDING.right, HEIGHT - STANDING.top - STANDING.bottom];
  return { lying, width, height: HEIGHT, at: (axis, place) => [STANDING.left + (axis * across) / gaps, STANDING.top + (1 - place) * down] };
}

/** How near to an axis a press takes hold of it. */
const GRIP_PIXELS = 14;

/** The axis under a pixel and the place along it; null between axes. */
export function axisAt(layout: Layout, axes: number, x: number, y: number): { axis: number; place: number } | null {
  for (let axis = 0; axis < axes; axis += 1) {
    const [footX, footY] = layout.at(axis, 0);
    const away = layout.lying ? Math.abs(y - footY) : Math.abs(x - footX);
    if (away <= GRIP_PIXELS) return { axis, place: placeAt(layout, axis, x, y) };
  }
  return null;
}

/** The axis, of the first so many, that is nearest to one carried so many pixels. */
export function nearestAxis(layout: Layout, among: number, carried: number, across: number, down: number): number {
  const [fromX, fromY] = layout.at(carried, 0);
  const away = (axis: number): number => {
    const [x, y] = layout.at(axis, 0);
    return Math.abs(layout.lying ? y - fromY - down : x - fromX - across);
  };
  return Array.from({ length: among }, (_, axis) => axis).reduce((best, axis) => (away(axis) < away(best) ? axis : best), carried);
}

/** The place along an axis nearest to a pixel. */
export function placeAt(layout: Layout, axis: number, x: number, y: number): number {
  const [footX, footY] = layout.at(axis, 0);
  const [headX, headY] = layout.at(axis, 1);
  const place = layout.lying ? (x - footX) / (headX - footX) : (y - footY) / (headY - footY);
  return Math.min(1, Math.max(0, place));
}

/**
 * The line that passes closest to a pixel; null when none passes within reach.
 *
 * @param places for each line the places along its axes, one after the other
 * @param drawn whether the n-th line can be pointed at
 */
export function lineAt(layout: Layout, axes: number, places: Float32Array, drawn: (line: number) => boolean, x: number, y: number, reach: number): number | null {
  const [first, last] = [layout.at(0, 0), layout.at(axes - 1, 0)];
  const along = layout.lying ? (y - first[1]) / (last[1] - first[1] || 1) : (x - first[0]) / (last[0] - first[0] || 1);
  if (along < -0.02 || along > 1.02) return null;
  const position = Math.min(axes - 1, Math.max(0, along * (axes - 1)));
  const left = Math.min(axes - 1, Math.floor(position));
  const right = Math.min(axes - 1, left + 1);
  const share = position - left;
  const target = placeAt(layout, 0, layout.lying ? x : first[0], layout.lying ? first[1] : y);
  const [footX, footY] = layout.at(0, 0);
  const [headX, headY] = layout.at(0, 1);
  const length = Math.hypot(headX - footX, headY - footY);
  let best: number | null = null;
  let nearest = reach / length;
  for (let line = 0; line * axes < places.length; line += 1) {
    const here = (places[line * axes + left] ?? 0) * (1 - share) + (places[line * axes + right] ?? 0) * share;
    const away = Math.abs(here - target);
    if (away < nearest && drawn(line)) {
      nearest = away;
      best = line;
    }
  }
  return best;
}

/** Whether a line passes through every span. */
export function passes(places: Float32Array, axes: number, line: number, spans: Iterable<readonly [axis: number, span: Span]>): boolean {
  for (const [axis, [from, to]] of spans) {
    const place = places[line * axes + axis] ?? Number.NaN;
    if (!(place >= from - 1e-6 && place <= to + 1e-6)) return false;
  }
  return true;
}
