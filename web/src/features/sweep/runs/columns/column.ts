import type { ReactNode } from 'react';
import type { Run } from '@/api/schemas';
import type { SortValue } from '../sort-values';

/** A column of the runs table: what it shows of a run, and how. */
export type Column = {
  /** The API's key to sort by, or a name of its own where the API can't. */
  id: string;
  name: string;
  /** Numbers stand right. */
  number: boolean;
  /** What it sorts by; null where it doesn't sort. */
  value: ((run: Run) => SortValue) | null;
  cell: (run: Run) => ReactNode;
  /** Whether it is sorted from the largest first. */
  fromTheBest: boolean;
  /** The metric that it shows, of which a group has a mean, and a baseline a difference. */
  metric: string | null;
  /** What all runs have; null where they differ. Such a column is folded away. */
  same: string | null;
  /** Whether it is written at each run by itself; a group has nothing there. */
  ofOneRun: boolean;
  /** Whether it is there unless somebody asks for it, or wants it away. */
  usual: boolean;
};
