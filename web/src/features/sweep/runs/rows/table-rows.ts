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

/** The runs at the top, whatever the filter and the order, and all other rows below in their order. */
export function tableRows(runs: readonly Run[], shown: readonly Run[], { columns, sorts, pins, by, open }: Arranging): { pinned: Run[]; rows: TableRow[] } {
  const pinned = pins.flatMap((number) => runs.find((run) => run.number === number) ?? []);
  const rest = pinned.length === 0 ? shown : shown.filter(({ number }) => !pins.includes(number));
  const known = sortsKnown(columns, sorts);
  const sorted = sortedBy(rest, known.map(({ column, desc }) => ({ value: (run) => column.value(run), desc })));
  if (!by) return { pinned, rows: sorted.map((run) => ({ kind: 'run', run })) };
  const groups = sortedBy(groupsOf(sorted, by), known.map(({ column, desc }) => ({ value: (group) => groupValue(group, column), desc })));
  return {
    pinned,
    rows: groups.flatMap((group): TableRow[] => {
      const isOpen = open.has(group.id);
      return [{ kind: 'group', group, open: isOpen }, ...(isOpen ? group.runs.map((run) => ({ kind: 'run', run }) as const) : [])];
    }),
  };
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
export function sortedBy<T>(all: readonly T[], keys: readonly Key<T>[]): T[] {
  const decorated = all.map((each, place) => ({ each, place, values: keys.map(({ value }) => value(each)) }));
  decorated.sort((a, b) => {
    for (const [index, { desc }] of keys.entries()) {
      const [first, second] = [a.values[index], b.values[index]];
      if (first === undefined || second === undefined) {
        if (first !== second) return first === undefined ? 1 : -1;
        continue;
      }
      const compared = compareValues(first, second);
      if (compared !== 0) return desc ? -compared : compared;
    }
    return a.place - b.place;
  });
  return decorated.map(({ each }) => each);
}
