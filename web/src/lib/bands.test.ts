import { expect, test } from 'vitest';
import { bandLabel, bandOf, bandShortLabel, bandTone, isTested } from './bands';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');
const labels = (thresholds: number[]): string[] =>
  [...thresholds, 0].map((_, band) => plain(bandLabel(band, thresholds)));

test('bandLabel_anyThresholds_comeFromThem', () => {
  expect(labels([0.98, 0.99])).toEqual(['below 98 %', '98 % to 99 %', '99 % and above']);
  expect(labels([0.9])).toEqual(['below 90 %', '90 % and above']);
  expect(labels([])).toEqual(['all runs']);
});

test('bandShortLabel_eachBand_namesTheThresholdItTurnsOn', () => {
  expect([0, 1, 2].map((band) => plain(bandShortLabel(band, [0.98, 0.99])))).toEqual(['< 98 %', '≥ 98 %', '≥ 99 %']);
});

test('isTested_ofAProgramsOwnRuns_afterTheFirstTest', () => {
  const own = { thresholds: [0.98], dataset: {}, method: 'external', bands: [0, 0] };
  expect(isTested(own)).toBe(false);
  expect(isTested({ ...own, bands: [1, 0] })).toBe(true);
  expect(isTested({ ...own, method: 'grid' })).toBe(true);
  expect(isTested({ ...own, method: 'grid', thresholds: [] })).toBe(false);
  expect(isTested({ ...own, method: 'grid', dataset: null })).toBe(false);
});

test('bandOf_valueOnAThreshold_reachesIt', () => {
  expect(bandOf(0.99, [0.98, 0.99])).toBe(2);
  expect(bandOf(0.9799, [0.98, 0.99])).toBe(0);
  expect(bandOf(Number.NaN, [0.98])).toBeNull();
  expect(bandOf(null, [0.98])).toBeNull();
});

test('bandTone_fourBands_onlyTheEndsAreLowAndHigh', () => {
  expect([0, 1, 2, 3].map((band) => bandTone(band, [0.9, 0.95, 0.99]))).toEqual(['low', 'mid', 'mid', 'high']);
  expect([0, 1].map((band) => bandTone(band, [0.9]))).toEqual(['low', 'high']);
});
