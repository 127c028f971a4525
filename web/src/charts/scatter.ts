import type { Unit } from './axes';
import type { Look } from './look';

/** What an axis of dots measures, and which part of it is shown. */
export type ScatterAxis = {
  /** Beside the axis; null where the chart's title says it. */
  name: string | null;
} & (
  /** `whole` where it counts something, `exact` where its ends are no round numbers; without a unit its values are plain numbers. */
  | { kind: 'linear' | 'logarithmic'; min: number; max: number; whole?: boolean; exact?: boolean; unit?: Unit }
  | { kind: 'accuracy'; min: number; max: number }
  /** The ends are what the dots need. */
  | { kind: 'free'; unit: Unit; whole?: boolean }
  /** Milliseconds since 1970. */
  | { kind: 'time'; min: number; max: number }
  | { kind: 'categories'; names: readonly string[] }
);

export type ScatterPoint = {
  id: string;
  name: string;
  /** What the tip says; asked for when it is shown, for there may be thousands of dots. */
  details: () => readonly (readonly [name: string, value: string])[];
  x: number;
  y: number;
  /** Its value is less or more than an axis shows: drawn at that end, as a triangle that points away. */
  outside: 'below' | 'above' | 'left' | 'right' | null;
  look: Look;
  strong: boolean;
  /** Its shape, where that tells something of its own. */
  sign?: 'arrow' | 'circle' | 'rect';
  /** How dark it is, from 0 to 1, in place of its look's colour. */
  shade?: number;
};

/** A line behind the dots: a best so far, a front. */
export type ScatterLine = {
  name: string;
  points: readonly (readonly [x: number, y: number])[];
  /** Where the value stays until the next point: at that height; else straight from one to the next. */
  step: 'end' | null;
  /** Null is the accent's colour. */
  look: Look | null;
};

/** A part of the ground behind the dots. */
export type ScatterCell = {
  x: readonly [from: number, to: number];
  y: readonly [from: number, to: number];
  /** How dark it is, from 0 to 1. */
  shade: number;
  title: string;
  details: () => readonly (readonly [name: string, value: string])[];
};

/** Dots, a run each, and how their axes are laid out. */
export type Scatter = { x: ScatterAxis; y: ScatterAxis; points: readonly ScatterPoint[]; lines: readonly ScatterLine[]; cells?: readonly ScatterCell[] };
