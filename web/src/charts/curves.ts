import type { Tone } from '@/lib/bands';

/** One line of a chart. */
export type Curve = {
  id: string;
  /** As the tip names it: "run 3". */
  name: string;
  /** As the line's end names it. */
  shortName: string;
  details: readonly (readonly [name: string, value: string])[];
  /** Steps from 1, ascending; values finite. */
  points: readonly (readonly [step: number, value: number])[];
  /** A band's colour, or the n-th of the colours that tell lines apart. */
  colour: Tone | 'running' | 'neutral' | number;
  emphasis: 'none' | 'best' | 'chosen' | 'strong';
  dashed?: boolean;
};

/** From a step and a value to pixels. */
export type Projection = (step: number, value: number) => readonly [x: number, y: number];

export type Near = { x: number; y: number; curve: Curve; step: number; value: number };

/** The point closest to a pixel, at most `reach` pixels away; emphasised lines win ties. */
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
    for (const [step, value] of curve.points) {
      const [px, py] = project(step, value);
      const distance = Math.hypot(px - x, py - y) - (curve.emphasis === 'none' ? 0 : 0.5);
      if (distance < bestDistance) {
        bestDistance = distance;
        best = { x: px, y: py, curve, step, value };
      }
    }
  }
  return best;
}
