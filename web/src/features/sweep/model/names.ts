import type { Run } from '@/api/schemas';
import { onceFor } from './once-for';

type Part = 'metrics' | 'parameters' | 'tags';

const ALL = { metrics: namesOf('metrics'), parameters: namesOf('parameters'), tags: namesOf('tags') };

/** What any run has of these, in the runs' order. */
export function names(runs: readonly Run[], part: Part): string[] {
  return [...ALL[part](runs)];
}

function namesOf(part: Part) {
  return onceFor((runs) => {
    const found = new Set<string>();
    for (const run of runs) for (const name of Object.keys(run[part])) found.add(name);
    return found;
  });
}
