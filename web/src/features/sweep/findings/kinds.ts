import type { RunFindings } from '@/api/analysis-schemas';
import { literalsOf, type Wish } from '../model/selection';

type Kind = RunFindings['kinds'][number];

/** An address can't hold the numbers of more runs. */
export const MOST_SELECTED = 500;

/** A press selects the runs that have a finding; on the selected ones it selects all again. */
export function kindWish(filter: string, kind: Kind): Wish {
  return isSelected(filter, kind) ? { key: 'number', ends: null } : { key: 'number', literals: literals(kind) };
}

/** Whether a filter selects the runs that have a finding, and no others by their number. */
export function isSelected(filter: string, kind: Kind): boolean {
  const selected = literalsOf(filter, 'number');
  return selected !== null && selected.join() === literals(kind).join();
}

function literals({ numbers }: Kind): string[] {
  return numbers.slice(0, MOST_SELECTED).map(String);
}
