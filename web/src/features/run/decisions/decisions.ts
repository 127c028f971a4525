import type { Decision } from '@/api/schemas';

export type RungDecision = Decision & { word: string; rank: NonNullable<Decision['rank']> };

const WORDS = new Map([
  ['PAUSE', 'waits'],
  ['PROMOTE', 'goes on'],
  ['STOP', 'stopped'],
]);

/** The decisions that compared the run with others, in the order of their jobs and then of time. */
export function atRungs(decisions: Decision[]): RungDecision[] {
  return decisions
    .flatMap((decision) =>
      decision.rank === null ? [] : [{ ...decision, rank: decision.rank, word: WORDS.get(decision.kind) ?? decision.kind }],
    )
    .sort((one, other) => one.job - other.job);
}
