import type { Look } from '../look';

export type ParallelAxis =
  | { name: string; kind: 'categories'; names: readonly string[] }
  | { name: string; kind: 'linear' | 'logarithmic' | 'accuracy'; min: number; max: number; whole?: boolean };

export type ParallelLine = {
  id: string;
  name: string;
  /** What the tip says; asked for when it is shown. */
  details: () => readonly (readonly [name: string, value: string])[];
  /** One an axis; a category by its index; NaN where the run has none. */
  values: readonly number[];
  look: Look;
  /** Drawn before the others. */
  strong: boolean;
  /** Whether it is among those that are looked at; the others are faint. */
  shown: boolean;
};

export type Parallel = { axes: readonly ParallelAxis[]; lines: readonly ParallelLine[] };

/** A part of an axis, as places along it from 0 to 1. */
export type Span = readonly [from: number, to: number];
