import type { Run } from '@/api/schemas';
import { lastSequence } from './merge-runs';

/** Which runs a filter is true of. */
export type Matches = {
  numbers: ReadonlySet<number>;
  /** Up to this sequence number it is known of every run. */
  sequence: number;
};

export const NO_MATCHES: Matches = { numbers: new Set(), sequence: 0 };

/**
 * What is known after the server was asked for the matching runs changed after `known.sequence`: a run that changed and
 * was not among them matches no longer.
 *
 * @param runs the sweep's runs as they were known before the server was asked
 * @param matching the numbers in its answer, which may be newer than `runs`
 */
export function mergeMatches(known: Matches, runs: readonly Run[], matching: readonly number[]): Matches {
  const sequence = Math.max(known.sequence, lastSequence(runs));
  if (sequence === known.sequence && matching.length === 0) return known;
  const numbers = new Set(known.numbers);
  for (const run of runs) {
    if (run.sequence > known.sequence) numbers.delete(run.number);
  }
  for (const number of matching) numbers.add(number);
  return { numbers, sequence };
}
