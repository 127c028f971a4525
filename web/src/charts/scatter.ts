import type { Look } from './look';

export type ScatterPoint = {
  id: string;
  name: string;
  /** What the tip says; asked for when it is shown, for there may be thousands of dots. */
  details: () => readonly (readonly [name: string, value: string])[];
  x: number;
  y: number;
  /** Its value is less than the axis shows: drawn at the foot as a triangle that points down. */
  below: boolean;
  look: Look;
  strong: boolean;
};

/** One hyperparameter's dots and how its axis is laid out. */
export type Scatter = {
  name: string;
  scale: { kind: 'linear' | 'logarithmic'; min: number; max: number } | { kind: 'categories'; names: readonly string[] };
  points: readonly ScatterPoint[];
};
