import type { Run } from '@/api/schemas';

/** What a column sorts by: numbers by size, lists by their elements, the rest by text. */
export type SortValue = number | bigint | string | undefined;

/** Undefined sorts last, whichever way: absent and not-finite values. */
export function numberOrLast(value: number | null | undefined): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

export function parameterValue(value: Run['parameters'][string] | undefined): SortValue {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number') return numberOrLast(value);
  if (typeof value === 'bigint') return value;
  if (typeof value === 'object') return value.map((element) => String(element).padStart(12, '0')).join(',');
  return String(value);
}

export function compareValues(a: SortValue, b: SortValue): number {
  if (isNumeric(a) && isNumeric(b)) return Number(a > b) - Number(a < b);
  return String(a).localeCompare(String(b), 'en', { numeric: true });
}

function isNumeric(value: SortValue): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}
