import { describe, expect, test } from 'vitest';
import { ago, byMagnitude, bytes, duration, halfWidth, number, parameterText, percent, shareText, threshold } from './format';

const plain = (text: string | null): string => (text ?? '').replaceAll('\u00a0', ' ');

describe('format', () => {
  test('percent_absentOrNotFinite_saysSo', () => {
    expect(plain(percent(0.99124))).toBe('99.12 %');
    expect(plain(percent(-0))).toBe('0.00 %');
    expect(plain(percent(-4e-5))).toBe('0.00 %');
    expect(plain(percent(-1e-3, 0))).toBe('0 %');
    expect(plain(percent(-0.01))).toBe('-1.00 %');
    expect(percent(Number.NaN)).toBe('NaN');
    expect(percent(Number.POSITIVE_INFINITY)).toBe('∞');
    expect(percent(null)).toBe('–');
  });

  test('shareText_littleButSome_isNotNothing', () => {
    expect(plain(shareText(0.004))).toBe('< 1 %');
    expect(plain(shareText(0.234))).toBe('23 %');
    expect(plain(shareText(0))).toBe('0 %');
  });

  test('threshold_fraction_hasNoRoundingNoise', () => {
    expect(plain(threshold(0.98))).toBe('98 %');
    expect(plain(threshold(0.995))).toBe('99.5 %');
    expect(plain(threshold(0.07))).toBe('7 %');
  });

  test('halfWidth_interval_isHalfItsWidthInPoints', () => {
    expect(plain(halfWidth([0.988, 0.992]))).toBe('± 0.20');
    expect(halfWidth(undefined)).toBeNull();
  });

  test('number_anySize_staysShort', () => {
    expect(number(0.00099)).toBe('9.9e-4');
    expect(number(0.001)).toBe('0.001');
    expect(number(0.0012345)).toBe('0.001234');
    expect(number(10000)).toBe('10,000');
    expect(number(1e9)).toBe('1e9');
    expect(number(0)).toBe('0');
  });

  test('parameterText_anyJson_readsAsInTheFile', () => {
    expect(parameterText([16, 32])).toBe('[16, 32]');
    expect(parameterText(1e-4)).toBe('1e-4');
    expect(parameterText(true)).toBe('true');
    expect(parameterText('relu')).toBe('relu');
    expect(parameterText(undefined)).toBe('–');
  });

  test('duration_eachMagnitude_takesFittingUnits', () => {
    expect(plain(duration(0.0421))).toBe('42 ms');
    expect(plain(duration(0))).toBe('0.0 s');
    expect(plain(duration(3.21))).toBe('3.2 s');
    expect(plain(duration(59.6))).toBe('1 min 00 s');
    expect(plain(duration(185))).toBe('3 min 05 s');
    expect(plain(duration(7800))).toBe('2 h 10 min');
  });

  test('ago_eachMagnitude_takesFittingUnits', () => {
    const now = Date.parse('2025-03-01T12:00:00Z');
    expect(ago('2025-03-01T11:59:50Z', now)).toBe('just now');
    expect(plain(ago('2025-03-01T11:30:00Z', now))).toBe('30 min ago');
    expect(ago('2025-02-28T12:00:00Z', now)).toBe('yesterday');
    expect(ago('2024-12-01T00:00:00Z', now)).toBe('2024-12-01');
  });

  test('bytes_size_isDecimal', () => {
    expect(plain(bytes(999))).toBe('999 B');
    expect(plain(bytes(1_534_000))).toBe('1.5 MB');
  });

  test('byMagnitude_textsOfValues_putsNumbersBySizeFirst', () => {
    expect(['0.25', '[32, 64]', '3e-4', 'cnn', '0.4', '0', '[4, 8]'].sort(byMagnitude)).toEqual([
      '0', '3e-4', '0.25', '0.4', '[4, 8]', '[32, 64]', 'cnn',
    ]);
  });
});
