import type { Tone } from '@/lib/bands';

export type ParallelAxis =
  | { name: string; kind: 'categories'; names: readonly string[] }
  | { name: string; kind: 'linear' | 'logarithmic' | 'accuracy'; min: number; max: number };

export type ParallelLine = {
  name: string;
  /** One an axis; a category by its index. */
  values: readonly number[];
  colour: Tone | 'running' | 'neutral';
  strong: boolean;
};

export type Parallel = { axes: readonly ParallelAxis[]; lines: readonly ParallelLine[] };
