import { threshold } from './format';

/** A band's place among the sweep's bands: what colour and shape it takes. */
export type Tone = 'low' | 'mid' | 'high';

/** Band 0 reaches no threshold and the last all; with one threshold there is nothing between. */
export function bandTone(band: number, thresholds: readonly number[]): Tone {
  if (band >= thresholds.length) return 'high';
  return band <= 0 ? 'low' : 'mid';
}

/** "below 98 %", "98 % to 99 %", "99 % and above"; all from the thresholds. */
export function bandLabel(band: number, thresholds: readonly number[]): string {
  const lower = thresholds[band - 1];
  const upper = thresholds[band];
  if (lower === undefined) return upper === undefined ? 'all runs' : `below ${threshold(upper)}`;
  return upper === undefined ? `${threshold(lower)} and above` : `${threshold(lower)} to ${threshold(upper)}`;
}

type Judged = { thresholds: readonly number[]; dataset: object | null; method: string; bands: readonly number[] };

/** Whether runs are tested against thresholds. What a program trains may never be: that it is shows in its first test. */
export function isTested({ thresholds, dataset, method, bands }: Judged): boolean {
  return thresholds.length > 0 && dataset !== null && (method !== 'external' || bands.some((runs) => runs > 0));
}

/** The short form for a badge: "< 98 %", "≥ 98 %", "≥ 99 %". */
export function bandShortLabel(band: number, thresholds: readonly number[]): string {
  const lower = thresholds[band - 1];
  const first = thresholds[0];
  if (lower !== undefined) return `≥\u00a0${threshold(lower)}`;
  return first === undefined ? 'any' : `<\u00a0${threshold(first)}`;
}

/** How many thresholds a value reaches; null for none to reach. */
export function bandOf(value: number | null | undefined, thresholds: readonly number[]): number | null {
  if (value === null || value === undefined || Number.isNaN(value)) return null;
  return thresholds.filter((limit) => value >= limit).length;
}
