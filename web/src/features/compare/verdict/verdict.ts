import type { Contrast } from '@/api/comparison-schemas';
import { fixed } from '@/lib/format';

const VERDICTS: Record<Contrast['verdict'], string> = {
  better: 'better',
  worse: 'worse',
  undecided: 'may be chance',
  incomparable: 'can’t be compared',
};

export function verdictText(verdict: Contrast['verdict']): string {
  return VERDICTS[verdict];
}

/** McNemar's p, as the sentences have it. */
export function pText(p: number): string {
  return p < 0.001 ? 'p < 0.001' : `p = ${fixed(p, 3)}`;
}

/** How far an axis reaches to either side for all of these ends. */
export function reachOf(ends: readonly number[]): number {
  return Math.max(...ends.map(Math.abs), 1e-6);
}

/** Where an interval is on an axis from −reach to +reach, in per cent of it. */
export function barOf(difference: number, [low, high]: readonly [number, number], reach: number) {
  const at = (value: number): number => 50 + (48 * value) / reach;
  return { left: at(low), width: at(high) - at(low), at: at(difference) };
}
