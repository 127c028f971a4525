import { z } from 'zod/mini';
import { sweepStatusSchema, type Sweep } from '@/api/schemas';
import { given } from '@/lib/given';

/** So many sweeps are on a page. */
export const ROWS = 50;

const ORDERS = ['created_at', 'name', 'status', 'runs'] as const;
export type Order = (typeof ORDERS)[number];

/** Which sweeps are listed, and how: all of it is in the address. */
export const listViewSchema = z.object({
  q: given(z.string()),
  status: given(sweepStatusSchema),
  method: given(z.string()),
  dataset: given(z.string()),
  project: given(z.string()),
  tag: given(z.string()),
  /** A leading "-" sorts descending. */
  sort: given(z.enum(ORDERS.flatMap((order) => [order, `-${order}` as const]))),
  group: given(z.literal('project')),
  page: given(z.coerce.number().check(z.int(), z.minimum(1))),
  /** Ids of the sweeps that are compared. */
  sweeps: given(z.string()),
});

export type ListView = z.infer<typeof listViewSchema>;
/** @param sameStep goes on with the step before, so that going back undoes both */
export type SetListView = (change: Partial<ListView>, sameStep?: boolean) => void;

export const FILTERS = ['status', 'method', 'dataset', 'project', 'tag'] as const;

/** Whether going back should undo a change: of what is listed and how, not of each tick. */
export function isStep(change: Partial<ListView>): boolean {
  return !('sweeps' in change);
}

export function isFiltered(view: ListView): boolean {
  return (view.q ?? '') !== '' || FILTERS.some((key) => view[key] !== undefined);
}

/** Whether a sweep that changed by itself is still one of those that are asked for. */
export function isListed({ status }: Pick<Sweep, 'status'>, view: ListView): boolean {
  return view.status === undefined || status === view.status;
}

/** What the server is asked for. */
export function queryText(view: ListView): string {
  const sort = view.group ?? view.sort;
  const asked = {
    ...(view.q && { q: view.q }),
    ...Object.fromEntries(FILTERS.flatMap((key) => (view[key] === undefined ? [] : [[key, view[key]]]))),
    ...(sort && { sort }),
    offset: String(((view.page ?? 1) - 1) * ROWS),
    limit: String(ROWS),
  };
  return new URLSearchParams(asked).toString();
}

/** Its order after a click on a column: one way, the other, none. */
export function nextSort(sort: ListView['sort'], column: Order): ListView['sort'] {
  return sort === column ? `-${column}` : sort === `-${column}` ? undefined : column;
}

export function idsOf(text: string | undefined): string[] {
  return [...new Set((text ?? '').split(',').filter(Boolean))];
}

export function toggledId(text: string | undefined, id: string): string | undefined {
  const ids = idsOf(text);
  return (ids.includes(id) ? ids.filter((each) => each !== id) : [...ids, id]).join(',') || undefined;
}
