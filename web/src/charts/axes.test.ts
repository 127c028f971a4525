import { expect, test } from 'vitest';
import { accuracyFoot, areWhole, axisStyle, numberScale, stepAxis, logarithmicTicks, numberLabels, roundEnds, tickText, unitOf, valueRange } from './axes';

const FRACTION = { goal: 'maximize', unit: 'fraction' } as const;

test('unitOf_knownKinds_areWhatTheyMeasure', () => {
  const units = ['fraction', 'nats', 'rate', 'images_per_second', 'bytes', 'count', 'seconds', 'plain'] as const;
  expect(units.map((unit) => unitOf({ goal: null, unit }, [0.5]))).toEqual(['accuracy', 'loss', 'rate', 'speed', 'sent', 'count', 'seconds', 'plain']);
  expect(unitOf(undefined, [0.5])).toBe('plain');
});

test('unitOf_accuracyThatIsNoFraction_isAPlainNumber', () => {
  expect(unitOf(FRACTION, [0.4, 97])).toBe('plain');
  expect(unitOf(FRACTION, [0, 1])).toBe('accuracy');
  expect(unitOf(FRACTION, [])).toBe('accuracy');
});

test('tickText_sizesAndTimes_areShort', () => {
  expect([1_000, 50_000, 1_500_000].map((value) => tickText(value, 'count'))).toEqual(['1K', '50K', '1.5M']);
  expect(tickText(5e-5, 'seconds')).toBe('50\u00a0µs');
});

test('accuracyFoot_anyLeast_leavesEvenDistancesUpToTheWhole', () => {
  expect([0.95, 0.96, 0.93, 0.87, 0.65, 0.1, 0, 0.9975].map(accuracyFoot)).toEqual([0.95, 0.96, 0.92, 0.85, 0.6, 0, 0, 0.997]);
  expect([0.95, 0.92, 0.85, 0.6, 0].map((foot) => accuracyFoot(foot))).toEqual([0.95, 0.92, 0.85, 0.6, 0]);
});

test('valueRange_accuracies_areLabelledFromTheFoot', () => {
  expect(valueRange([0.85, 1], 'accuracy')).toEqual({ min: 0.85, max: 1, interval: 0.05 });
  expect(valueRange([0, 0.4], 'loss')).toEqual({ min: 0, max: 0.4 });
  expect(valueRange(null, 'plain')).toEqual({});
});

test('roundEnds_range_isWithinRoundEnds', () => {
  expect(roundEnds(0, 0.5)).toEqual({ min: 0, max: 0.5, interval: 0.1 });
  expect(roundEnds(16, 128)).toEqual({ min: 0, max: 150, interval: 25 });
  expect(roundEnds(0.0004, 0.01)).toMatchObject({ min: 0, max: 0.01 });
  expect(roundEnds(-3, 3)).toMatchObject({ min: -4, max: 4 });
  expect(roundEnds(7, 7)).toMatchObject({ min: 5, max: 10 });
});

test('roundEnds_ofWhatCounts_areWholeStepsApart', () => {
  expect(roundEnds(0, 2)).toMatchObject({ interval: 0.5 });
  expect(roundEnds(0, 2, true)).toEqual({ min: 0, max: 2, interval: 1 });
  expect(roundEnds(0, 10)).toMatchObject({ interval: 2.5 });
  expect(roundEnds(0, 10, true)).toEqual({ min: 0, max: 10, interval: 2 });
  expect(roundEnds(0, 100, true)).toEqual({ min: 0, max: 100, interval: 25 });
  expect(roundEnds(3, 3, true)).toEqual({ min: 2, max: 4, interval: 2 });
  expect(numberScale({ kind: 'linear', min: 1, max: 3, whole: true })).toMatchObject({ min: 1, max: 3, minInterval: 1 });
  expect([areWhole([1, 2]), areWhole([1, 2.5]), areWhole([])]).toEqual([true, false, false]);
});

test('logarithmicTicks_fewPowersOfTen_areFilledBetween', () => {
  expect(logarithmicTicks(0.00008, 0.12)).toEqual([0.0001, 0.001, 0.01, 0.1]);
  expect(logarithmicTicks(0.02, 0.6)).toEqual([0.02, 0.05, 0.1, 0.2, 0.5]);
  expect(logarithmicTicks(0.0021, 0.0049)).toEqual([0.003, 0.004]);
  expect(logarithmicTicks(0.00104, 0.00164)).toEqual([0.0015]);
});

test('stepAxis_aSingleStep_standsInTheMiddle', () => {
  const style = axisStyle({ ink: '', inkSoft: '', inkFaint: '', line: '', surface: '', accent: '', running: '', neutral: '', tones: { low: '', mid: '', high: '' }, series: [], font: '' });
  expect(stepAxis({ first: 1, last: 1 }, style)).toMatchObject({ min: 0.5, max: 1.5, axisLabel: { customValues: [1] } });
  expect(stepAxis({ first: 1, last: 7 }, style)).toMatchObject({ min: 1, max: 7 });
});

test('numberLabels_ofWhatIsCountedFromOne_areRoundAndBeginThere', () => {
  const counted = (last: number) => ({ kind: 'linear', min: 0.5, max: last + 0.5, whole: true, exact: true }) as const;
  expect(numberScale(counted(20))).toMatchObject({ min: 0.5, max: 20.5, minInterval: 1 });
  expect(numberLabels(counted(20))).toEqual({ customValues: [1, 5, 10, 15, 20] });
  expect(numberLabels(counted(6))).toEqual({ customValues: [1, 2, 4, 6] });
  expect(numberLabels(counted(1))).toEqual({ customValues: [1] });
  expect(numberLabels(counted(10_000), 100)).toEqual({ customValues: [1, 10_000] });
});

test('numberLabels_onAShortAxis_areTheOutermost', () => {
  const decades = { kind: 'logarithmic', min: 8e-7, max: 1.25e-3 } as const;
  expect(numberLabels(decades)).toEqual({ customValues: [1e-6, 1e-5, 1e-4, 1e-3] });
  expect(numberLabels(decades, 100)).toEqual({ customValues: [1e-6, 1e-3] });
  expect(numberLabels({ kind: 'linear', min: 0.01, max: 0.48 }, 100)).toEqual({ customValues: [0, 0.5] });
  expect(numberLabels({ kind: 'linear', min: 0, max: 0.5 }, 300)).toEqual({ showMinLabel: true, showMaxLabel: true });
});
