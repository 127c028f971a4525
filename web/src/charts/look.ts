import type { Tone } from '@/lib/bands';

/** How a run is drawn: in its band's colour, as what it is doing, or as the n-th of the chosen ones. */
export type Look = Tone | 'running' | 'neutral' | number;

/** How many are told apart by colour; from then on by shape and dashes too. */
export const SERIES_COLOURS = 6;

/** ECharts' names. */
const SYMBOLS = ['circle', 'rect', 'triangle', 'diamond'] as const;
const DASHES = [[], [9, 4], [3, 3], [11, 3, 2, 3]] as const;

/** The n-th chosen run's shape. */
export function symbolOf(look: Look): (typeof SYMBOLS)[number] {
  return typeof look === 'number' ? at(SYMBOLS, Math.floor(look / SERIES_COLOURS)) : 'circle';
}

/** The n-th chosen run's dashes, in pixels; none is a whole line. */
export function dashesOf(look: Look): readonly number[] {
  return typeof look === 'number' ? at(DASHES, Math.floor(look / SERIES_COLOURS)) : [];
}

function at<T>(all: readonly T[], index: number): T {
  return all[index % all.length] as T;
}
