import { expect, it } from 'vitest';
import type { Decision } from '@/api/schemas';
import { atRungs, valueText } from './decisions';

function decision(job: number, kind: string, ranked: boolean): Decision {
  const rank = ranked ? { rung: 1, value: 0.9, threshold: null, rank: 1, of: 3 } : null;
  return { job, kind, epoch: ranked ? 1 : 0, known: job - 1, rank };
}

it('shows what compared the run with others, in the order of the jobs', () => {
  const rows = atRungs([
    decision(9, 'PROMOTE', true),
    decision(2, 'START', false),
    decision(2, 'PAUSE', true),
    decision(9, 'STOP', true),
    decision(12, 'LATER', true),
  ]);

  expect(rows.map(({ job, word }) => `${job} ${word}`)).toEqual(['2 waits', '9 goes on', '9 stopped', '12 LATER']);
});

it('has nothing for a run that no rule looked at', () => {
  expect(atRungs([decision(1, 'START', false)])).toEqual([]);
});

it('writes what decides as the metric is written elsewhere', () => {
  const run = { metric_kinds: { val_accuracy: { goal: 'maximize', unit: 'fraction' }, val_loss: { goal: 'minimize', unit: 'nats' } } } as const;
  const by = (name: string) => valueText(run, { metric: { name, goal: 'maximize', target: null } });
  expect(by('val_accuracy')(0.85667)).toBe('85.67\u00a0%');
  expect(by('val_loss')(0.85667)).toBe('0.8567');
  expect(by('val_accuracy')(null)).toBe('–');
});
