import type { Decision, RunDetail, Sweep } from '@/api/schemas';
import { metricText } from '@/lib/metric-text';

export type RungDecision = Decision & { word: string; rank: NonNullable<Decision['rank']> };

const WORDS = new Map([
  ['PAUSE', 'waits'],
  ['PROMOTE', 'goes on'],
  ['STOP', 'stopped'],
]);

export type FinalDecision = Decision & { word: string; standing: NonNullable<Decision['standing']> };

const FINAL_WORDS = new Map([
  ['KEEP', 'stays'],
  ['DROP', 'leaves'],
  ['WIN', 'wins'],
]);

/** How the values that decide are written: as the sweep's metric is elsewhere. */
export function valueText({ metric_kinds: kinds }: Pick<RunDetail, 'metric_kinds'>, sweep: Pick<Sweep, 'metric'> | undefined) {
  return (value: number | null | undefined): string => metricText(kinds, sweep?.metric?.name ?? '', value);
}

/** How the run did as a candidate of the finals, round by round. */
export function inFinals(decisions: Decision[]): FinalDecision[] {
  return decisions
    .flatMap((decision) =>
      decision.standing ? [{ ...decision, standing: decision.standing, word: FINAL_WORDS.get(decision.kind) ?? decision.kind }] : [],
    )
    .sort((one, other) => one.job - other.job);
}

/** The decisions that compared the run with others, in the order of their jobs and then of time. */
export function atRungs(decisions: Decision[]): RungDecision[] {
  return decisions
    .flatMap((decision) =>
      decision.rank === null ? [] : [{ ...decision, rank: decision.rank, word: WORDS.get(decision.kind) ?? decision.kind }],
    )
    .sort((one, other) => one.job - other.job);
}
