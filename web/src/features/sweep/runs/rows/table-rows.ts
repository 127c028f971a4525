import type { Run } from '@/api/schemas';
import type { Sort } from '@/features/sweep/model/view';
import { idOf } from '@/features/sweep/model/run-look';
import type { Column } from '../columns/column';
import { compareValues, type SortValue } from '../sort-values';
import { groupsOf, spreadOf, type Group } from './groups';

/** A row of the table. */
export type TableRow = { kind: 'run'; run: Run } | { kind: 'group'; group: Group; open: boolean };

/** What tells a row from the others, whatever their order. */
export function rowId(row: TableRow): string {
  return row.kind === 'run' ? idOf(row.run) : `group ${row.group.id}`;
}

export type Arranging = {
  columns: readonly Column[];
  sorts: readonly Sort[];
  /** Numbers of the runs that stand above all. */
  pins: readonly number[];
  /** The hyperparameters that runs are grouped by; null for no groups. */
  by: readonly string[] | null;
  /** Groups whose runs are listed. */
  open: ReadonlySet<number>;
};

/** All runs in the table's order, which a filter leaves as it is: so they are sorted once for all filters. */
export function sortedRuns(runs: readonly Run[], { columns, sorts }: Pick<Arranging, 'columns' | 'sorts'>): readonly Run[] {
  return sortedBy(runs, sortsKnown(columns, sorts).map(({ column, desc }) => ({ value: (run) => column.value(run), desc })));
}

/**
 * The runs at the top, whatever the filter and the order, and all other rows below in their order.
 *
 * @param order all runs as they are sorted
 * @param shown those that the filter leaves
 */
export function tableRows(order: readonly Run[], shown: readonly Run[], { columns, sorts, pins, by, open }: Arranging): { pinned: Run[]; rows: TableRow[] } {
  const pinned = pins.flatMap((number) => order.find((run) => run.number === number) ?? []);
  const listed = shown.length === order.length ? order : inOrder(order, shown);
  const rest = pinned.length === 0 ? listed : listed.filter(({ number }) => !pins.includes(number));
  if (!by) return { pinned, rows: rest.map((run) => ({ kind: 'run', run })) };
  const groups = sortedBy(groupsOf(rest, by), sortsKnown(columns, sorts).map(({ column, desc }) => ({ value: (group) => groupValue(group, column), desc })));
  return {
    pinned,
    rows: groups.flatMap((group): TableRow[] => {
      const isOpen = open.has(group.id);
      return [{ kind: 'group', group, open: isOpen }, ...(isOpen ? group.runs.map((run) => ({ kind: 'run', run }) as const) : [])];
    }),
  };
}

function inOrder(order: readonly Run[], shown: readonly Run[]): readonly Run[] {
  const wanted = new Set(shown);
  return order.filter((run) => wanted.has(run));
}

type Sorting = Column & { value: NonNullable<Column['value']> };

function sortsKnown(columns: readonly Column[], sorts: readonly Sort[]): { column: Sorting; desc: boolean }[] {
  return sorts.flatMap(({ id, desc }) => {
    const column = columns.find((each): each is Sorting => each.id === id && each.value !== null);
    return column ? [{ column, desc }] : [];
  });
}

/** A group stands where its mean does, or else its first run. */
function groupValue(group: Group, column: Sorting): SortValue {
  const [first] = group.runs;
  if (column.metric !== null) return spreadOf(group.runs, column.metric)?.mean;
  return column.id === 'number' ? group.id : first && column.value(first);
}

type Key<T> = { value: (each: T) => SortValue; desc: boolean };

/** What has no value comes last, whichever way; equal ones stay in their order. */
export function sortedBy<T>(all: readonly T[], keys: readonly Key<T>[]): readonly T[] {
  if (keys.length === 0) return all;
  let places = Uint32Array.from(all.keys());
  for (const { value, desc } of [...keys].reverse()) places = byRank(places, ranked(all.map(value), desc));
  return Array.from(places, (place) => all[place] as T);
}

/** Of each value its rank, from 0, and how many ranks there are. */
type Ranked = { ranks: Uint32Array; count: number };

/** Each different value is compared once with some others: of thousands of runs to compare all would take many times as long. */
function ranked(values: readonly SortValue[], desc: boolean): Ranked {
  const different = [...new Set(values)].filter((value) => value !== undefined);
  const sorted = different.every((value) => typeof value === 'number') ? Float64Array.from(different).sort() : different.sort(compareValues);
  const rankOf = new Map<SortValue, number>();
  let rank = -1;
  let last: SortValue;
  for (const value of sorted) {
    if (last === undefined || compareValues(last, value) !== 0) rank += 1;
    rankOf.set(value, rank);
    last = value;
  }
  const none = rank + 1;
  const ranks = Uint32Array.from(values, (value) => {
    const own = rankOf.get(value);
    return own === undefined ? none : desc ? rank - own : own;
  });
  return { ranks, count: none + 1 };
}

/** Places in the order of their ranks; those of one rank stay in theirs. */
function byRank(places: Uint32Array, { ranks, count }: Ranked): Uint32Array<ArrayBuffer> {
  const next = new Uint32Array(count + 1);
  for (const rank of ranks) next[rank + 1] = (next[rank + 1] ?? 0) + 1;
  for (let rank = 1; rank <= count; rank += 1) next[rank] = (next[rank] ?? 0) + (next[rank - 1] ?? 0);
  const sorted = new Uint32Array(places.length);
  for (const place of places) {
    const rank = ranks[place] ?? 0;
    const to = next[rank] ?? 0;
    sorted[to] = place;
    next[rank] = to + 1;
  }
  return sorted;
}
