import { expect, it } from 'vitest';
import type { Decision } from '@/api/schemas';
import { atRungs } from './decisions';

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
