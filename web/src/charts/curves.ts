import type { EpochWord } from '@/lib/epoch-word';
import type { Box } from './box';
import type { Look } from './look';
import { rising, type ValueScale } from './value-scale';

/** One line of a chart. */
export type Curve = {
  id: string;
  /** As the tip names it: "run 3". */
  name: string;
  /** As the line's end names it. */
  shortName: string;
  /** What the tip says more; asked for when it is shown, for there may be thousands of lines. */
  details: () => readonly (readonly [name: string, value: string])[];
  /** Steps ascending; values finite. */
  points: readonly (readonly [step: number, value: number])[];
  look: Look;
  emphasis: 'none' | 'best' | 'chosen' | 'running' | 'strong';
  /** It ended before it was finished. */
  dashed?: boolean;
  /** What the tip says more of a step. */
  at?: (step: number) => readonly (readonly [name: string, value: string])[];
  /** How far the values lie apart that it is the mean of. */
  band?: readonly { step: number; low: number; high: number }[];
  /** It is no run's, but says how many spread. */
  summary?: boolean;
};

/** What counts the steps of some curves, and the first and the last that an axis shows. */
export type Steps = { word: string; first: number; last: number };

/**
 * Epochs, from 1 to the last that there can be; where a program counts steps of its own, these.
 *
 * @param epochs how many a run has at most
 * @param own what is counted, from 0, where it is no epoch
 * @param epoch what an epoch is called
 */
export function stepsOf(curves: readonly Curve[], epochs: number, own?: string, epoch: EpochWord = 'epoch'): Steps {
  let [first, last] = [Infinity, -Infinity];
  for (const { points } of curves) {
    first = Math.min(first, points[0]?.[0] ?? Infinity);
    last = Math.max(last, points.at(-1)?.[0] ?? -Infinity);
  }
  const counted = own === undefined && first >= 1 && last <= epochs;
  if (counted || first === Infinity) return { word: epoch, first: 1, last: epochs };
  return own === undefined ? { word: 'step', first, last } : { word: own, first: Math.min(0, first), last };
}

/** All but the first epoch, whose loss is many times the rest's; of one epoch that. */
export function laterValues(points: Curve['points']): number[] {
  return points.slice(points.length > 1 ? 1 : 0).map(([, value]) => value);
}

/** From a step and a value to pixels. */
export type Projection = (step: number, value: number) => readonly [x: number, y: number];

export type Near = { x: number; y: number; curve: Curve; step: number; value: number };

/**
 * The curve that passes closest to a pixel, at most `reach` pixels away, at the nearer of the two steps beside it;
 * emphasised curves win ties.
 */
export function nearestPoint(
  curves: readonly Curve[],
  project: Projection,
  x: number,
  y: number,
  reach: number,
): Near | null {
  let best: Near | null = null;
  let bestDistance = reach;
  for (const curve of curves) {
    const pixels = curve.points.map(([step, value]) => project(step, value));
    curve.points.forEach(([step, value], index) => {
      const here = pixels[index];
      if (!here) return;
      const ahead = midpoint(here, pixels[index + 1]);
      const behind = midpoint(here, pixels[index - 1]);
      const away = Math.min(toSegment(x, y, here, ahead), toSegment(x, y, here, behind));
      const distance = away - (curve.emphasis === 'none' ? 0 : 0.5);
      if (distance < bestDistance) {
        bestDistance = distance;
        best = { x: here[0], y: here[1], curve, step, value };
      }
    });
  }
  return best;
}

/** The curves that pass through a box, as they are drawn. */
export function curvesIn(curves: readonly Curve[], { x, y: [foot, head] }: Box, scale: ValueScale): string[] {
  const height = (value: number): number => rising(value, scale) ?? Number.NaN;
  const box: Box = { x, y: [foot === null ? null : rising(foot, scale), head === null ? null : rising(head, scale)] };
  return curves.flatMap(({ id, points }) => {
    const places = points.map(([step, value]): Pixel => [step, height(value)]);
    return places.some((place, index) => crosses(places[index - 1] ?? place, place, box)) ? [id] : [];
  });
}

type Pixel = readonly [x: number, y: number];

/** Whether a straight line has a part in a box. */
function crosses([x1, y1]: Pixel, [x2, y2]: Pixel, { x, y }: Box): boolean {
  let [enters, leaves] = [0, 1];
  for (const [at, to, ends] of [[x1, x2, x], [y1, y2, y]] as const) {
    const [low, high] = [ends[0] ?? -Infinity, ends[1] ?? Infinity];
    if (at === to) {
      if (!(at >= low && at <= high)) return false;
      continue;
    }
    const [first, second] = [(low - at) / (to - at), (high - at) / (to - at)];
    enters = Math.max(enters, Math.min(first, second));
    leaves = Math.min(leaves, Math.max(first, second));
  }
  return enters <= leaves; // and not where a value is not drawn, for nothing compares with NaN
}

/** A point owns the line up to half way to its neighbour; at an end, only itself. */
function midpoint(here: Pixel, neighbour: Pixel | undefined): Pixel {
  return neighbour ? [(here[0] + neighbour[0]) / 2, (here[1] + neighbour[1]) / 2] : here;
}

function toSegment(x: number, y: number, [ax, ay]: Pixel, [bx, by]: Pixel): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length));
  return Math.hypot(ax + along * dx - x, ay + along * dy - y);
}
