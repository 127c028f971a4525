import { expect, test } from 'vitest';
import { bestRun, unrankedText } from './best-run';
import { aRun, aSweep } from './test-runs';

const accuracy = (number: number, value: number, interval?: [number, number]) =>
  aRun({ number, metrics: { val_accuracy: value }, intervals: interval ? { val_accuracy: interval } : {} });

test('bestRun_severalFinished_saysMarginAndChance', () => {
  const best = bestRun(aSweep(), [accuracy(1, 0.985, [0.983, 0.987]), accuracy(2, 0.991, [0.989, 0.993])]);
  expect(best?.run.number).toBe(2);
  expect(best?.second?.run.number).toBe(1);
  expect(best?.second?.margin).toBeCloseTo(0.006);
  expect(best?.second?.couldBeChance).toBe(false);
  expect(bestRun(aSweep(), [accuracy(1, 0.99, [0.988, 0.992]), accuracy(2, 0.991, [0.989, 0.993])])?.second?.couldBeChance).toBe(true);
});

test('bestRun_overlappingIntervals_canStillBeMoreThanChance', () => {
  // 11,909 and 11,869 of 12,000 right: the server's golden rule calls this lead more than chance.
  const best = bestRun(aSweep(), [accuracy(1, 0.99242, [0.99071, 0.99382]), accuracy(2, 0.98908, [0.98707, 0.99079])]);
  expect(best?.second?.couldBeChance).toBe(false);
});

test('bestRun_afterFinals_isTheirWinnerAndNoneOfTheirRuns', () => {
  const [first, second] = [accuracy(1, 0.985), accuracy(2, 0.991)];
  const repeated = { ...accuracy(3, 0.999), parent: first.run_id };
  expect(bestRun(aSweep({ best_run_id: first.run_id }), [first, second, repeated])).toMatchObject({
    run: { number: 1 },
    won: true,
    second: null,
    finished: 2,
  });
  expect(bestRun(aSweep({ best_run_id: second.run_id }), [first, second])).toMatchObject({ run: { number: 2 }, won: false });
});

test('bestRun_tie_goesToTheLowerNumber', () => {
  expect(bestRun(aSweep(), [accuracy(3, 0.99), accuracy(2, 0.99)])?.run.number).toBe(2);
});

test('bestRun_equalInTheDigitsThatAreSent_isTheServersChoice', () => {
  const runs = [accuracy(2, 1234570), accuracy(3, 1234570), accuracy(4, 1234560)];
  expect(bestRun(aSweep({ best_run_id: 'run-3' }), runs)).toMatchObject({ run: { number: 3 }, second: { run: { number: 2 }, margin: 0 }, won: false });
  // It may be older than the runs.
  expect(bestRun(aSweep({ best_run_id: 'run-4' }), runs)).toMatchObject({ run: { number: 2 } });
});

test('bestRun_minimizedLoss_isTheSmallestWithoutIntervals', () => {
  const sweep = aSweep({ metric: { name: 'val_loss', goal: 'minimize', target: null } });
  const best = bestRun(sweep, [aRun({ number: 1, metrics: { val_loss: 0.05 } }), aRun({ number: 2, metrics: { val_loss: 0.03 } })]);
  expect(best?.run.number).toBe(2);
  expect(best?.second?.couldBeChance).toBeNull();
});

test('bestRun_unfinishedOrNotFinite_neverWins', () => {
  const runs = [
    { ...accuracy(1, 0.999), status: 'RUNNING' as const },
    accuracy(2, Number.NaN),
    { ...accuracy(3, 0.998), status: 'FAILED' as const },
  ];
  expect(bestRun(aSweep(), runs)).toBeNull();
  expect(bestRun(aSweep(), [...runs, accuracy(4, 0.5)])).toMatchObject({ run: { number: 4 }, second: null, finished: 1 });
});

test('bestRun_withoutAMetric_isNone', () => {
  const sweep = aSweep({ metric: null });
  expect(bestRun(sweep, [accuracy(1, 0.9)])).toBeNull();
  expect(unrankedText(sweep, [accuracy(1, 0.9)])).toBeNull();
});

test('unrankedText_finishedRunsWithoutAFiniteValue_areNamed', () => {
  expect(unrankedText(aSweep(), [accuracy(1, 0.9), { ...accuracy(2, Number.NaN), status: 'FAILED' }])).toBeNull();
  expect(unrankedText(aSweep(), [accuracy(1, 0.9), accuracy(2, Number.NaN)])).toBe('run 2, whose val_accuracy is NaN');
  expect(unrankedText(aSweep(), [aRun({ number: 3 })])).toBe('run 3, without val_accuracy');
  expect(unrankedText(aSweep(), [aRun({ number: 3 }), accuracy(5, Infinity)])).toBe('runs 3, 5, without a finite val_accuracy');
  const many = Array.from({ length: 1200 }, (_, i) => accuracy(i + 1, Number.NaN));
  expect(unrankedText(aSweep(), many)).toBe('1,200\u00a0finished runs without a finite val_accuracy');
});

test('bestRun_equalValues_areNoLeadThatCouldBeChance', () => {
  const best = bestRun(aSweep(), [accuracy(1, 0.99, [0.988, 0.992]), accuracy(2, 0.99, [0.988, 0.992])]);
  expect([best?.second?.margin, best?.second?.couldBeChance]).toEqual([0, null]);
});
