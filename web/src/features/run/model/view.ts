import { z } from 'zod/mini';
import { given } from '@/lib/given';
import { CLASS_ORDERS } from '../test/class-order';

/** What of a run's page is looked at: it is in the address. */
export const runViewSchema = z.object({
  /** A cell of the confusion matrix whose images are shown: the indexes of label and predicted class. */
  cell: given(z.string().check(z.regex(/^\d+,\d+$/))),
  /** What the table listed, and in which order, that the run was opened from. */
  filter: given(z.string()),
  sort: given(z.string()),
  /** What is looked for in the log. */
  find: given(z.string()),
  /** The order of the classes. */
  classes: given(z.enum(CLASS_ORDERS)),
  /** Which parts of the charts are shown: see zooms.ts. */
  zoom: given(z.string()),
  part: given(z.enum(['validation', 'test'])),
});

export type RunView = z.infer<typeof runViewSchema>;
export type SetRunView = (change: Partial<RunView>) => void;

export function cellOf({ cell }: RunView): readonly [label: number, predicted: number] | null {
  const [label, predicted] = (cell ?? '').split(',').map(Number);
  return cell === undefined || label === undefined || predicted === undefined ? null : [label, predicted];
}
