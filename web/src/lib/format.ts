/** How numbers, times and values are written. All pure; absent and not-finite values included. */

const NBSP = '\u00a0';
const DASH = '–';

// Made once: toLocaleString makes one each time, a hundred times as slow.
const WHOLE = new Intl.NumberFormat('en-US');
const SHORT = new Intl.NumberFormat('en-US', { notation: 'compact' });
const FRACTION = new Intl.NumberFormat('en-US', { maximumFractionDigits: 6 });

/** What a hyperparameter's value can be; a bigint is a whole number beyond 2^53. */
export type ParameterValue = number | bigint | string | boolean | null | readonly ParameterValue[];

/** A fraction as per cent, two digits: at 10,000 images one image is 0.01 %. */
export function percent(fraction: number | null | undefined, digits = 2): string {
  return finiteOr(fraction, (value) => `${fixed(value * 100, digits)}${NBSP}%`);
}

/** With so many decimals; what rounds to 0 has no sign. */
export function fixed(value: number, digits: number): string {
  return value.toFixed(digits).replace(/^-(0\.?0*)$/, '$1');
}

/** A part of a whole, in whole per cent: what is there is never "0 %". */
export function shareText(fraction: number): string {
  return fraction > 0 && fraction < 0.01 ? `<${NBSP}1${NBSP}%` : percent(fraction, 0);
}

/** A threshold as people say it: 0.98 is "98 %", 0.995 is "99.5 %". */
export function threshold(fraction: number): string {
  return `${trimmed(fraction * 100, 4)}${NBSP}%`;
}

/** A difference of two fractions, in percentage points. */
export function points(difference: number): string {
  return `${fixed(difference * 100, 2)}${NBSP}points`;
}

/** Half an interval's width in points, as it follows a per cent value: "± 0.19". */
export function halfWidth(interval: readonly [number, number] | undefined): string | null {
  if (!interval) return null;
  return `±${NBSP}${(((interval[1] - interval[0]) / 2) * 100).toFixed(2)}`;
}

export function intervalText(interval: readonly [number, number]): string {
  return `${fixed(interval[0] * 100, 2)} to ${percent(interval[1])}`;
}

/** A number with about four significant digits: 0.001, 3.2e-7, 12,345. */
export function number(value: number | null | undefined): string {
  return finiteOr(value, (finite) => {
    const size = Math.abs(finite);
    if (size === 0) return '0';
    if (size < 1e-3 || size >= 1e7) return finite.toExponential(2).replace(/\.?0+e/, 'e').replace('e+', 'e');
    if (Number.isInteger(finite)) return WHOLE.format(finite);
    return FRACTION.format(Number(finite.toPrecision(4)));
  });
}

export function count(value: number): string {
  return WHOLE.format(value);
}

/** A number, a truth, nothing, a list or a text in quotes: a text that reads as one of these stands in quotes. */
const OTHER = /^(?:[+-]?\.?[0-9][0-9.,eE+-]*|true|false|null|NaN|-?Infinity|\[.*\]|".*"|\s*)$/s;

/** A hyperparameter's value: as the sweep file would have it, real numbers shortened. */
export function parameterText(value: ParameterValue | undefined): string {
  if (value === undefined || value === null) return DASH;
  if (typeof value === 'object') return `[${value.map(parameterText).join(', ')}]`;
  if (typeof value === 'string') return OTHER.test(value) ? `"${value}"` : value;
  if (typeof value !== 'number' || Number.isInteger(value)) return Object.is(value, -0) ? '-0' : String(value);
  return number(value);
}

/** "40 ms", "0.4 s", "42 s", "3 min 05 s", "2 h 10 min". */
export function duration(seconds: number | null | undefined): string {
  return finiteOr(seconds, (value) => {
    if (value >= 0.001 && value < 0.1) return `${Math.round(value * 1000)}${NBSP}ms`;
    if (value < 10) return `${value.toFixed(1)}${NBSP}s`;
    const whole = Math.round(value);
    if (whole < 60) return `${whole}${NBSP}s`;
    const minutes = Math.floor(whole / 60);
    if (minutes < 60) return `${minutes}${NBSP}min${NBSP}${pad(whole % 60)}${NBSP}s`;
    return `${Math.floor(minutes / 60)}${NBSP}h${NBSP}${pad(minutes % 60)}${NBSP}min`;
  });
}

/** A time far below a second, too: "52.3 µs", "1.42 ms", "2.5 s". */
export function shortTime(seconds: number | null | undefined): string {
  return finiteOr(seconds, (value) => {
    const size = Math.abs(value);
    const [unit, name] = size >= 1 || size === 0 ? [1, 's'] : size >= 1e-3 ? [1e-3, 'ms'] : [1e-6, 'µs'];
    return `${number(value / unit)}${NBSP}${name}`;
  });
}

/** As short as an axis needs it: "1.2M", "50K". */
export function shortCount(value: number): string {
  return SHORT.format(value);
}

export function bytes(size: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  let value = size;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? String(value) : value.toFixed(1)}${NBSP}${units[unit] ?? ''}`;
}

/** How long before {@code now} something was: "just now", "5 min ago", "3 days ago"; a date beyond a month. */
export function ago(iso: string, now: number): string {
  const seconds = Math.max(0, (now - Date.parse(iso)) / 1000);
  if (seconds < 45) return 'just now';
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes}${NBSP}min ago`;
  const hours = Math.round(minutes / 60);
  if (hours < 24) return `${hours}${NBSP}h ago`;
  const days = Math.round(hours / 24);
  if (days <= 30) return days === 1 ? 'yesterday' : `${days}${NBSP}days ago`;
  return iso.slice(0, 10);
}

/** Local date and time to the second. */
export function dateTime(iso: string): string {
  const date = new Date(iso);
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  return `${day} ${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`;
}

/** An id as people read it aloud: prefixes tell ids apart. */
export function shortId(id: string): string {
  return id.slice(0, 8);
}

export function plural(n: number, one: string, many = `${one}s`): string {
  return `${count(n)}${NBSP}${n === 1 ? one : many}`;
}

function finiteOr(value: number | null | undefined, text: (finite: number) => string): string {
  if (value === null || value === undefined) return DASH;
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  return text(value);
}

function trimmed(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

/** Orders values' texts: numbers by size, before the rest. */
export function byMagnitude(a: string, b: string): number {
  const [first, second] = [Number(a), Number(b)];
  if (Number.isNaN(first) || Number.isNaN(second)) {
    return Number(Number.isNaN(first)) - Number(Number.isNaN(second)) || a.localeCompare(b, 'en', { numeric: true });
  }
  return first === second ? 0 : first - second;
}
