import { bytes, count, number, percent, shortCount, shortTime, threshold } from '@/lib/format';
import type { MetricKind } from '@/lib/metric-kinds';
import type { ChartTheme } from './theme';

/** What an axis measures, and so how its values are written. */
export type Unit = 'accuracy' | 'loss' | 'rate' | 'speed' | 'sent' | 'bytes' | 'cores' | 'count' | 'seconds' | 'plain';

const AXIS_NAMES: Record<Unit, string> = {
  accuracy: 'accuracy (%)',
  loss: 'loss (nats)',
  rate: 'learning rate',
  speed: 'images/s',
  sent: 'sent',
  bytes: 'memory',
  cores: 'cores',
  count: '',
  seconds: 'time',
  plain: '',
};

export function axisName(unit: Unit): string {
  return AXIS_NAMES[unit];
}

export function valueText(value: number, unit: Unit): string {
  if (unit === 'accuracy') return percent(value);
  if (unit === 'speed') return Number.isFinite(value) ? count(Math.round(value)) : number(value);
  if (unit === 'bytes' || unit === 'sent') return bytes(value);
  if (unit === 'seconds') return shortTime(value);
  if (unit === 'count' && Number.isInteger(value)) return count(value);
  return number(value);
}

const UNITS: Readonly<Record<MetricKind['unit'], Unit>> = {
  fraction: 'accuracy',
  nats: 'loss',
  rate: 'rate',
  images_per_second: 'speed',
  bytes: 'sent',
  count: 'count',
  seconds: 'seconds',
  plain: 'plain',
};

/**
 * How a metric's values are written.
 *
 * @param kind undefined for a metric of which nothing is known
 * @param values those to be drawn: what is no fraction is not written as per cent
 */
export function unitOf(kind: MetricKind | undefined, values: readonly number[]): Unit {
  const unit = UNITS[kind?.unit ?? 'plain'];
  return unit === 'accuracy' && !values.every((value) => value >= 0 && value <= 1) ? 'plain' : unit;
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

/** Steps, from the first to the last; a single one stands in the middle. */
export function stepAxis({ first, last }: { first: number; last: number }, { axisLabel, axisTick }: ReturnType<typeof axisStyle>) {
  if (last > first) return { min: first, max: last, ...wholeTicks(areWhole([first, last])) };
  const customValues = [first];
  return { min: first - 0.5, max: first + 0.5, axisLabel: { ...axisLabel, customValues }, axisTick: { ...axisTick, customValues } };
}

export function tickText(value: number, unit: Unit): string {
  if (unit === 'accuracy') return threshold(value);
  if (unit === 'bytes' || unit === 'sent') return bytes(value).replace('.0', '');
  if (unit === 'seconds') return shortTime(value);
  return unit === 'count' ? shortCount(value) : number(value);
}

/** Labels at these distances meet 100 %; no more of them than a small chart has room for. */
const ACCURACY_STEPS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2];
const MOST_STEPS = 6;

/** The greatest foot at or below `least` whose axis up to 100 % has labels at even distances. */
export function accuracyFoot(least: number): number {
  const step = accuracyStep(least);
  return Math.max(0, Number((1 - step * stepsTo(least, step)).toFixed(4)));
}

function accuracyStep(foot: number): number {
  return ACCURACY_STEPS.find((step) => stepsTo(foot, step) <= MOST_STEPS) ?? 0.2;
}

function stepsTo(foot: number, step: number): number {
  return Math.ceil((1 - foot) / step - 1e-6);
}

/** The ends of an axis of values; of accuracies with labels that begin at the foot. */
export function valueRange(range: readonly [number, number] | null, unit: Unit) {
  if (!range) return {};
  const [min, max] = range;
  return { min, max, ...(unit === 'accuracy' && max === 1 && { interval: accuracyStep(min) }) };
}

const DIGITS = [[1], [1, 2, 5], [1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9]];

/** Where a logarithmic axis is labelled: at powers of ten, and between them where these are fewer than three. */
export function logarithmicTicks(min: number, max: number): number[] {
  const decades = Array.from(
    { length: Math.floor(Math.log10(max)) - Math.floor(Math.log10(min)) + 1 },
    (_, index) => Math.floor(Math.log10(min)) + index,
  );
  const ticks = (digits: readonly number[]): number[] =>
    decades.flatMap((decade) => digits.map((digit) => Number(`${digit}e${decade}`))).filter((tick) => tick >= min && tick <= max);
  const choices = DIGITS.map(ticks);
  return choices.find((choice) => choice.length > 2) ?? choices.at(-1) ?? [];
}

/** Where an axis counts, no label stands between two whole numbers. */
export function wholeTicks(whole = false): { minInterval?: number } {
  return whole ? { minInterval: 1 } : {};
}

/** Whether values count something. */
export function areWhole(values: readonly number[]): boolean {
  return values.length > 0 && values.every(Number.isInteger);
}

/** `whole` where it counts something, `exact` where its ends are no round numbers. */
type NumberScale = { kind: 'linear' | 'logarithmic'; min: number; max: number; whole?: boolean; exact?: boolean };

/** A linear axis ends on round numbers; a logarithmic one would round to whole decades, so its ends are given. */
export function numberScale({ kind, min, max, whole, exact }: NumberScale) {
  if (kind === 'logarithmic') return { type: 'log', min, max };
  return { type: 'value', ...roundEnds(min, max, whole), ...(exact && { min, max }), ...wholeTicks(whole) };
}

const STEPS = 4;
const ROUND = [1, 2, 2.5, 5, 10];

/** Round ends around the given ones, some four round steps apart; of whole numbers the steps are whole. */
export function roundEnds(min: number, max: number, whole = false): { min: number; max: number; interval: number } {
  const wanted = (max - min) / STEPS || Math.abs(max) || 1;
  const decade = Math.max(whole ? 1 : 0, 10 ** Math.floor(Math.log10(wanted)));
  const away = (step: number): number => Math.abs(Math.log(wanted / (step * decade)));
  const steps = ROUND.filter((step) => !whole || Number.isInteger(step * decade));
  const interval = decade * steps.reduce((best, step) => (away(step) < away(best) ? step : best));
  const tidy = (steps: number): number => Number((steps * interval).toPrecision(12));
  return { min: tidy(Math.floor(min / interval + 1e-9)), max: tidy(Math.ceil(max / interval - 1e-9)), interval };
}

/** What a number needs on a horizontal axis, with a space beside it. */
const LABEL_PIXELS = 40;

/**
 * A linear axis keeps the labels of its ends; a logarithmic one's ends are not round, and not written.
 *
 * @param pixels how long the axis is: a short one has its first and last label alone
 */
export function numberLabels({ kind, min, max, whole, exact }: NumberScale, pixels = Infinity) {
  if (kind === 'logarithmic') return { customValues: outermost(logarithmicTicks(min, max), pixels) };
  if (exact) return { customValues: outermost(countedTicks(min, max), pixels) };
  const ends = roundEnds(min, max, whole);
  return (ends.max - ends.min) / ends.interval > pixels / LABEL_PIXELS
    ? { customValues: [ends.min, ends.max] }
    : { showMinLabel: true, showMaxLabel: true };
}

/** Round whole numbers, and the first of all unless it is near to one of them. */
function countedTicks(min: number, max: number): number[] {
  const { min: foot, interval } = roundEnds(min, max, true);
  const round = Array.from({ length: Math.floor((max - foot) / interval) + 1 }, (_, place) => foot + place * interval).filter((tick) => tick >= min);
  const first = Math.ceil(min);
  return (round[0] ?? Infinity) - first < interval / 2 ? round : [first, ...round];
}

function outermost(ticks: number[], pixels: number): number[] {
  return ticks.length * LABEL_PIXELS > pixels ? [...new Set([...ticks.slice(0, 1), ...ticks.slice(-1)])] : ticks;
}
