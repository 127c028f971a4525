import { createContext, use } from 'react';
import type { RunDetail, Sweep } from '@/api/schemas';
import type { RunView, SetRunView } from './model/view';

/** What every panel of a run's page is given. */
export type RunContext = {
  /** What stands in the page's address: the run's id, or a prefix of it. */
  address: string;
  run: RunDetail;
  /** Undefined until it is known. */
  sweep: Sweep | undefined;
  /** Whether the run is better than chance: without that no epoch is its best. */
  learned: boolean;
  view: RunView;
  setView: SetRunView;
};

const Context = createContext<RunContext | null>(null);

export const RunProvider = Context;

/** The run whose page a panel is on. */
export function useRun(): RunContext {
  const context = use(Context);
  if (!context) throw new Error('a panel of a run needs its page around it');
  return context;
}
