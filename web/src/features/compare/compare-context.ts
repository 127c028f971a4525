import { createContext, use } from 'react';
import type { Compared, Comparison } from '@/api/comparison-schemas';
import type { CompareView, SetCompareView } from './model/view';

/** A compared run, and what tells it from the others. */
export type Shown = Compared & {
  /** What decides its colour and shape. */
  place: number;
  /** "run 7", and of which sweep where these are of several. */
  name: string;
  /** What its sweep is called beside those of the others. */
  sweepName: string;
};

/** What every panel of the comparison is given. */
export type CompareContext = {
  comparison: Comparison;
  runs: readonly Shown[];
  baseline: Shown;
  /** Whether the runs are of several sweeps. */
  across: boolean;
  view: CompareView;
  setView: SetCompareView;
};

const Context = createContext<CompareContext | null>(null);

export const CompareProvider = Context;

/** The comparison whose page a panel is on. */
export function useCompare(): CompareContext {
  const context = use(Context);
  if (!context) throw new Error('a panel of a comparison needs its page around it');
  return context;
}
