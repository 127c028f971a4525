import { useSyncExternalStore } from 'react';
import type { Tone } from '@/lib/bands';
import { SERIES_COLOURS, type Look } from './look';
import { mixed } from './ramp';

/** The design tokens that charts draw with: a canvas can't use CSS variables. */
export type ChartTheme = {
  ink: string;
  inkSoft: string;
  inkFaint: string;
  line: string;
  surface: string;
  accent: string;
  running: string;
  neutral: string;
  tones: Record<Tone, string>;
  series: readonly string[];
  font: string;
};

let current: ChartTheme | null = null;

function read(): ChartTheme {
  const style = getComputedStyle(document.documentElement);
  return themeOf((name) => style.getPropertyValue(`--${name}`).trim());
}

export function themeOf(token: (name: string) => string): ChartTheme {
  return {
    ink: token('ink'),
    inkSoft: token('ink-soft'),
    inkFaint: token('ink-faint'),
    line: token('line'),
    surface: token('surface'),
    accent: token('accent'),
    running: token('running'),
    neutral: token('neutral'),
    tones: { low: token('low'), mid: token('mid'), high: token('high') },
    series: Array.from({ length: SERIES_COLOURS }, (_, index) => token(`series-${index + 1}`)),
    // As an attribute of an SVG has it: ECharts writes it as it is.
    font: token('font').replaceAll('"', "'"),
  };
}

function watch(changed: () => void): () => void {
  const themes = new MutationObserver(() => {
    current = read();
    changed();
  });
  themes.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => themes.disconnect();
}

/** Where no browser draws. */
const BLANK = themeOf(() => '');

export function useChartTheme(): ChartTheme {
  return useSyncExternalStore(watch, () => (current ??= read()), () => BLANK);
}

/** The palest shade still differs from the ground. */
const PALEST = 0.1;

/** A colour from pale to dark: told apart without hue. */
export function shadeColour(shade: number, { surface, accent }: ChartTheme): string {
  return mixed(surface, accent, PALEST + (1 - PALEST) * shade);
}

/** What a run is drawn in. */
export function colourOf(look: Look, theme: ChartTheme): string {
  if (typeof look === 'number') return theme.series[look % SERIES_COLOURS] ?? theme.accent;
  if (look === 'running') return theme.running;
  return look === 'neutral' ? theme.neutral : theme.tones[look];
}
