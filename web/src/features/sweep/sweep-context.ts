import { createContext, use } from 'react';
import type { Run, Sweep } from '@/api/schemas';
import type { BestRun } from './model/best-run';
import type { SetView, View } from './model/view';
import type { Filtered } from './use-filtered';

/** What every panel of a sweep's page is given. */
export type SweepContext = {
  /** What stands in the page's address: the sweep's id, a prefix of it, or its name. */
  address: string;
  sweep: Sweep;
  /** All of them; empty until they are known. */
  runs: readonly Run[];
  /** Nothing else than the sweep is known yet: what asks much of the server waits. */
  waiting: boolean;
  /** The runs that the filter leaves. */
  filtered: Filtered;
  best: BestRun | null;
  bestId: string | null;
  /** Numbers of the chosen runs, in the order in which they were chosen. */
  chosen: readonly number[];
  view: View;
  setView: SetView;
  /** Chooses a run, or no longer. */
  pick: (runId: string) => void;
};

const Context = createContext<SweepContext | null>(null);

export const SweepProvider = Context;

/** The sweep whose page a panel is on. */
export function useSweep(): SweepContext {
  const context = use(Context);
  if (!context) throw new Error('a panel of a sweep needs its page around it');
  return context;
}
