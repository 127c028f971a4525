import type { Run } from '@/api/schemas';
import { lastSequence } from './merge-runs';

/** Which runs a filter is true of. */
export type Matches = {
  ids: ReadonlySet<string>;
  /** Up to this sequence number it is known of every run. */
  sequence: number;
};

export const NO_MATCHES: Matches = { ids: new Set(), sequence: 0 };

/**
 * What is known after the server was asked for the matching runs changed after `known.sequence`: a run that changed and
 * was not among them matches no longer.
 *
 * @param runs the sweep's runs as they were known before the server was asked
 * @param matching its answer, which may be newer than `runs`
 */
export function mergeMatches(known: Matches, runs: readonly Run[], matching: readonly Run[]): Matches {
  const ids = new Set(known.ids);
  for (const run of runs) {
    if (run.sequence > known.sequence) ids.delete(run.run_id);
  }
  for (const run of matching) ids.add(run.run_id);
  return { ids, sequence: Math.max(known.sequence, lastSequence(runs)) };
}
