import type { Run } from '@/api/schemas';
import { NO_VALUES } from '@/api/records-of';

/** The tags that all of these runs have, with the same text. */
export function sharedTags(runs: readonly Run[]): Readonly<Record<string, string>> {
  const [first, ...others] = runs;
  if (!first) return NO_VALUES;
  return Object.fromEntries(Object.entries(first.tags).filter(([name, value]) => others.every((run) => run.tags[name] === value)));
}
