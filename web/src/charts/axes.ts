import { number, percent, threshold } from '@/lib/format';
import type { ChartTheme } from './theme';

/** What an axis measures, and so how its values are written. */
export type Unit = 'accuracy' | 'loss' | 'rate' | 'speed' | 'plain';

const AXIS_NAMES: Record<Unit, string> = {
  accuracy: 'accuracy (%)',
  loss: 'loss (nats an image)',
  rate: 'learning rate',
  speed: 'images/s',
  plain: '',
};

export function axisName(unit: Unit): string {
  return AXIS_NAMES[unit];
}

export function valueText(value: number, unit: Unit): string {
  if (unit === 'accuracy') return percent(value);
  if (unit === 'speed') return Number.isFinite(value) ? Math.round(value).toLocaleString('en-US') : number(value);
  return number(value);
}

const UNITS: Readonly<Record<string, Unit>> = { learning_rate: 'rate', images_per_second: 'speed' };

/**
 * What a metric measures, as far as its name tells: programs record what they like.
 *
 * @param values those to be drawn: what is no fraction is not written as per cent
 */
export function unitOf(key: string, values: readonly number[]): Unit {
  const known = UNITS[key];
  if (known) return known;
  if (key.endsWith('accuracy') && values.every((value) => value >= 0 && value <= 1)) return 'accuracy';
  return ['train_loss', 'val_loss', 'test_loss'].includes(key) ? 'loss' : 'plain';
}

/** Colours, lines and letters that every axis shares. */
export function axisStyle(theme: ChartTheme) {
  return {
    // Not through zero: it would cross the dots.
    axisLine: { onZero: false, lineStyle: { color: theme.line } },
    axisTick: { lineStyle: { color: theme.line } },
    splitLine: { lineStyle: { color: theme.line, opacity: 0.7 } },
    axisLabel: { color: theme.inkSoft, fontSize: 11, fontFamily: theme.font, hideOverlap: true },
    nameTextStyle: { color: theme.inkFaint, fontSize: 11, fontFamily: theme.font },
  };
}

export function tickText(value: number, unit: Unit): string {
  if (unit === 'accuracy') return threshold(value);
  return number(value);
}

type NumberScale = { kind: 'linear' | 'logarithmic'; min: number; max: number };

/** A linear axis ends on round numbers; a logarithmic one would round to whole decades, so its ends are given. */
export function numberScale({ kind, min, max }: NumberScale) {
  return kind === 'logarithmic' ? { type: 'log', min, max } : { type: 'value', scale: true };
}

/** Given ends are not round: they are not written. */
export function endLabels({ kind }: NumberScale) {
  const shown = kind !== 'logarithmic';
  return { showMinLabel: shown, showMaxLabel: shown };
}
