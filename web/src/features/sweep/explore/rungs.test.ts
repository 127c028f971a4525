import { expect, test } from 'vitest';
import type { SweepDecision } from '@/api/schemas';
import { aRun, aSweep } from '../model/test-runs';
import { atRungs, rungDots, rungsOf, rungTable } from './rungs';

const decision = (job: number, kind: string, run: number, rung: number, value: number, threshold: number | null): SweepDecision => ({
  job, kind, epoch: rung, known: 0, run_id: `run-${String(run)}`, rank: { rung, value, threshold, rank: run, of: 3 },
});
const runs = [1, 2, 3].map((number) => aRun({ number, status: number === 2 ? 'PAUSED' : 'FINISHED' }));
const decisions: SweepDecision[] = [
  { ...decision(1, 'START', 1, 0, 0, null), rank: null },
  decision(1, 'PAUSE', 1, 1, 0.97, null),
  decision(2, 'PAUSE', 2, 1, 0.9, null),
  decision(3, 'STOP', 3, 1, 0.5, 0.9),
  decision(4, 'PROMOTE', 1, 1, 0.97, 0.95),
  decision(4, 'STOP', 1, 3, 0.98, 0.985),
  decision(9, 'STOP', 7, 1, 0.2, 0.99),
];
const all = atRungs(decisions, runs);

test('atRungs_aRunThatWaitedAndWentOn_wentOn_andThoseThatTheFilterLeavesOutAreNot', () => {
  expect(all.map(({ run, rung, fate }) => [run.number, rung, fate])).toEqual([[1, 1, 'goes on'], [2, 1, 'waits'], [3, 1, 'stopped'], [1, 3, 'stopped']]);
});

test('atRungs_aRunThatWaitedUntilTheEnd_wasStopped', () => {
  const pruned = atRungs(decisions, [aRun({ number: 2, status: 'PRUNED' })]);
  expect(pruned.map(({ rung, fate }) => [rung, fate])).toEqual([[1, 'stopped']]);
});

test('rungsOf_aRung_countsFates_andKnowsWhatWasNeeded', () => {
  expect(rungsOf(all)).toEqual([
    { rung: 1, fates: { 'goes on': 1, waits: 1, stopped: 1 }, needed: 0.9 },
    { rung: 3, fates: { 'goes on': 0, waits: 0, stopped: 1 }, needed: 0.985 },
  ]);
});

test('rungDots_haveASignAFate_andAStrokeWhereSomethingWasNeeded', () => {
  const { x, points, lines } = rungDots({ sweep: aSweep(), epoch: 'round', bestNumber: 1, chosen: new Map([[2, 0] as const]) }, all);
  expect(x).toMatchObject({ name: 'round' });
  expect(points.map(({ sign, look }) => [sign, look])).toEqual([['arrow', 'neutral'], ['circle', 0], ['rect', 'neutral'], ['rect', 'neutral']]);
  expect(points[3]?.details().slice(0, 4).map(([, text]) => text.replaceAll('\u00a0', ' '))).toEqual(['98.00 %', 'stopped', '1 of 3', '98.50 %']);
  expect(lines.map(({ points: ends }) => ends.map(([, value]) => value))).toEqual([[0.9, 0.9], [0.985, 0.985]]);
  expect(rungTable(all, 'round').rows[2]).toEqual(['run-3', 3, 1, 0.5, 'stopped', 3, 3, 0.9]);
});
