import { createContext, use, useSyncExternalStore } from 'react';
import type { Run, Sweep } from '@/api/schemas';
import type { EpochWord } from '@/lib/epoch-word';
import type { BestRun } from './model/best-run';
import type { Chosen } from './model/chosen';
import type { Hover } from './model/hover';
import type { Wish } from './model/selection';
import type { Ticks } from './model/ticks';
import type { SetView, View } from './model/view';
import type { Filtered } from './use-filtered';

/** What the table lists: all that the filter leaves, or, until all runs are known, the first of them as the server sorts them. */
export type Listed = {
  runs: readonly Run[];
  /** How many there are with those that are not here yet. */
  total: number;
  whole: boolean;
};

/** What is known of a sweep, whatever of it is looked at. */
export type SweepFacts = {
  /** What stands in the page's address: the sweep's id, a prefix of it, or its name. */
  address: string;
  sweep: Sweep;
  /** All of them; empty until they are known. */
  runs: readonly Run[];
  /** Nothing else than the sweep is known yet: what asks much of the server waits. */
  waiting: boolean;
  /** What the runs' epochs are called. */
  epoch: EpochWord;
  best: BestRun | null;
  bestNumber: number | null;
};

/** What every panel of a sweep's page is given. */
export type SweepContext = SweepFacts & {
  /** Some of what the address asks to see of the runs isn't here yet. */
  asking: boolean;
  /** The runs that the filter leaves. */
  filtered: Filtered;
  listed: Listed;
  /** The chosen runs that have a colour of their own. */
  chosen: Chosen;
  /** All that are chosen. */
  ticks: Ticks;
  view: View;
  setView: SetView;
  /** Chooses a run, by what charts call it, or no longer. */
  pick: (id: string) => void;
  /** Chooses all of these runs, by number, or none of them. */
  tick: (numbers: readonly number[], wanted: boolean) => void;
  /** Chooses all runs that are shown, or none. */
  tickAll: (wanted: boolean) => void;
  /** The run that others are compared with. */
  baseline: Run | null;
  /** Lets a filter select runs, beside what it selected before of other keys. */
  select: (wishes: readonly Wish[]) => void;
  hover: Hover;
};

const Facts = createContext<SweepFacts | null>(null);
const Context = createContext<SweepContext | null>(null);

/** What a run's page is told of the table that it is opened from, as an address ends. */
export const Listing = createContext('');

export const SweepFactsProvider = Facts;
export const SweepProvider = Context;

/** The sweep whose page a panel is on, and what of it is looked at: who asks is drawn anew with each filter and tick. */
export function useSweep(): SweepContext {
  return needed(use(Context));
}

/** The sweep alone. */
export function useSweepFacts(): SweepFacts {
  return needed(use(Facts));
}

function needed<T>(context: T | null): T {
  if (!context) throw new Error('a panel of a sweep needs its page around it');
  return context;
}

/** What charts call the run under the pointer, wherever on the page that is. */
export function useHovered(): string | null {
  const { hover } = useSweep();
  return useSyncExternalStore(hover.watch, hover.get, hover.get);
}
