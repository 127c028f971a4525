import { expect, test } from 'vitest';
import type { Round } from '@/api/federated';
import { badClients, strength, summary } from './federated';

const ROUNDS: Round[] = [
  { round: 1, clients: [0, 1, 2], rejected: [{ client: 2, reason: 'failed' }], outvoted: [] },
  { round: 2, clients: [1, 2], rejected: [{ client: 2, reason: 'sent NaN' }], outvoted: [{ client: 1, reason: 'far' }] },
  { round: 3, clients: [0, 1], rejected: [], outvoted: [] },
];

test('badClients_ofAllRounds_areCountedTheWorstFirst', () => {
  expect(badClients(ROUNDS)).toEqual([
    { client: 2, asked: 2, rejected: 2, outvoted: 0, reason: 'sent NaN' },
    { client: 1, asked: 3, rejected: 0, outvoted: 1, reason: 'far' },
  ]);
});

test('summary_withBytes_saysTheLastRoundAndAll', () => {
  const points = (values: number[]) => values.map((value, index) => ({ step: index + 1, value, timestamp: '' }));
  const metrics = { run_id: 'r', metrics: { bytes_down: points([3e6, 2e6, 2e6]), bytes_up: points([2e6, 1e6, 2e6]) } };
  expect(summary(100, ROUNDS, metrics as never).replace(/\u00a0/g, ' ')).toBe('100 clients, 2 in a round, 2.0 MB down and 2.0 MB up in the last one, 12.0 MB in all');
  expect(summary(1, ROUNDS.slice(0, 1), undefined)).toBe('1\u00a0client, 3 in a round');
});

test('strength_ofNothing_isNone_andGrows', () => {
  expect(strength(0, 10)).toBe(0);
  expect(strength(1, 100)).toBeLessThan(strength(50, 100));
  expect(strength(100, 100)).toBe(0.9);
});
