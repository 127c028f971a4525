import type { Run } from '@/api/schemas';
import { literal, parameterLiterals } from './filter-text';
import type { RunKey } from './run-key';
import type { Wish } from './selection';

/** Selects runs: those of groups by what they have in common, for an address can't hold the numbers of very many. */
export function membersWish(runs: readonly Run[], by: RunKey | null | undefined): Wish {
  const isOfAll = by && runs.every((run) => literal(run.parameters[by.name]) !== null);
  return isOfAll ? { key: by.key, literals: parameterLiterals(runs, by.name) } : { key: 'number', literals: runs.map(({ number }) => String(number)) };
}
