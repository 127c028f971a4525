import { z } from 'zod';
import { CLASS_ORDERS } from '../test/class-order';

/** What of a run's page is looked at: it is in the address. */
export const runViewSchema = z.object({
  /** A cell of the confusion matrix whose images are shown: the indexes of label and predicted class. */
  cell: z.string().regex(/^\d+,\d+$/).optional().catch(undefined),
  /** What the table listed, and in which order, that the run was opened from. */
  filter: z.string().optional().catch(undefined),
  sort: z.string().optional().catch(undefined),
  /** What is looked for in the log. */
  find: z.string().optional().catch(undefined),
  /** The order of the classes. */
  classes: z.enum(CLASS_ORDERS).optional().catch(undefined),
  /** Which parts of the charts are shown: see zooms.ts. */
  zoom: z.string().optional().catch(undefined),
  part: z.enum(['validation', 'test']).optional().catch(undefined),
});

export type RunView = z.infer<typeof runViewSchema>;
export type SetRunView = (change: Partial<RunView>) => void;

export function cellOf({ cell }: RunView): readonly [label: number, predicted: number] | null {
  const [label, predicted] = (cell ?? '').split(',').map(Number);
  return cell === undefined || label === undefined || predicted === undefined ? null : [label, predicted];
}
