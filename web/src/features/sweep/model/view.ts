import { z } from 'zod/mini';
import { given } from '@/lib/given';

/** What of a sweep's page is looked at, and how: all of it is in the address, so that a link shows the same. */
export const viewSchema = z.object({
  metric: given(z.string()),
  range: given(z.enum(['zoom', 'full', 'log'])),
  /** What weight a curve's past has: see smoothing.ts. */
  smooth: given(z.coerce.number().check(z.minimum(0), z.maximum(0.99))),
  /** What runs a curve is the mean of: `settings` for those with the same, or a hyperparameter's key. */
  group: given(z.string()),
  /** Which parts of the charts are shown: see zooms.ts. */
  zoom: given(z.string()),
  space: given(z.enum(['scatter', 'parallel'])),
  /** The order of the parallel coordinates' axes: see parameters/axis-order.ts. */
  axes: given(z.string()),
  /** What the panel of further charts shows, and the keys of its axes. */
  chart: given(z.enum(['history', 'timeline', 'tradeoff', 'distribution', 'rungs', 'contour', 'rank'])),
  x: given(z.string()),
  y: given(z.string()),
  /** The second hyperparameter, where a chart lies over two. */
  x2: given(z.string()),
  /** Which runs are shown: a filter as the API takes it. */
  filter: given(z.pipe(z.string(), z.transform(oneLine))),
  /** Columns' ids with commas between them; a leading "-" or DESC behind it sorts descending. As the API takes it. */
  sort: given(z.string()),
  /** How the table's columns are arranged, and which come first: see runs/columns/arrangement.ts. */
  columns: given(z.string()),
  order: given(z.string()),
  /** What the table's runs are grouped by: a hyperparameter, or "all" of them; and the groups whose runs are listed. */
  by: given(z.string()),
  open: given(z.string()),
  /** Numbers of the runs that stand above all in the table, and of the one that others are compared with. */
  pins: given(z.string()),
  baseline: given(z.coerce.number().check(z.int(), z.minimum(1))),
  /** Numbers of the chosen runs, each at its place, or "all": see ticks.ts. */
  runs: given(z.string()),
});

/** A box for one line of text would leave the breaks out. */
function oneLine(text: string): string {
  return text.replace(/[\r\n]+/g, ' ').trim();
}

export type View = z.infer<typeof viewSchema>;

/** @param sameStep goes on with the step before, so that going back undoes both */
export type SetView = (change: Partial<View>, sameStep?: boolean) => void;

/** Whether going back should undo a change: of what the table lists and how, not of each tick and zoom. */
export function isStep(change: Partial<View>): boolean {
  return 'filter' in change || 'sort' in change;
}

/** Where the listed runs are as a file, with the filter and the order that they are shown in. */
export function filePath(sweepId: string, ending: 'csv' | 'jsonl', view: View, history = false): string {
  const query = new URLSearchParams({
    ...(view.filter && { filter: view.filter }),
    ...(view.sort && { sort: view.sort }),
    ...(history && { history: 'true' }),
  }).toString();
  return `/sweeps/${encodeURIComponent(sweepId)}/runs.${ending}${query && '?'}${query}`;
}

export type Sort = { id: string; desc: boolean };

/** In the order that they decide in. */
export function sortsOf(view: View): Sort[] {
  return (view.sort ?? 'number').split(',').flatMap((text) => {
    const [, minus, key, way] = /^\s*(-?)\s*(\S.*?)(?:\s+(ASC|DESC))?\s*$/i.exec(text) ?? [];
    if (key === undefined) return [];
    return [{ id: key.replace(/^param(?:eter)?s?\./, 'parameters.'), desc: minus === '-' || way?.toUpperCase() === 'DESC' }];
  });
}

export function sortsText(sorts: readonly Sort[]): string | undefined {
  const text = sorts.map(({ id, desc }) => (desc ? `-${id}` : id)).join(',');
  return text === '' || text === 'number' ? undefined : text;
}
