import type { Run } from '@/api/schemas';

/** What any run has of these, in the runs' order. */
export function names(runs: readonly Run[], part: 'metrics' | 'parameters' | 'tags'): string[] {
  return [...new Set(runs.flatMap((run) => Object.keys(run[part])))];
}
