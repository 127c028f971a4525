import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { modelsQuery } from '@/api/models';
import type { Run } from '@/api/schemas';
import { names } from '../model/names';
import { numbersOf } from '../model/numbers';
import { sortsOf } from '../model/view';
import { useSweep } from '../sweep-context';
import { isPinned, isShown, ordered, type Arrangement } from './columns/arrangement';
import type { Column } from './columns/column';
import { useArrangement } from './columns/use-arrangement';
import { groupedBy } from './rows/groups';
import type { Cells } from './rows/run-row';
import { sortedRuns, tableRows, type TableRow } from './rows/table-rows';
import { useNumbers } from '../use-whole';
import { columnsShape, runColumns } from './runs-columns';

/** No finals have more. */
const MOST_PARENTS = 100;

export type RunsTableState = {
  /** All of them, in their usual order. */
  columns: readonly Column[];
  /** Those that are shown, in the order chosen. */
  shown: readonly Column[];
  cells: Cells;
  arrangement: Arrangement;
  arrange: (next: Arrangement) => void;
  /** The runs at the top. */
  pinned: readonly Run[];
  rows: readonly TableRow[];
};

/** What the table shows: the columns and the rows that the address asks for. */
export function useRunsTable(edit: (run: Run) => void): RunsTableState {
  const { sweep, runs: all, listed, view, waiting } = useSweep();
  const runs = listed.whole ? all : listed.runs;
  const finals = useMemo(() => [...new Set(runs.flatMap(({ parent }) => parent ?? []))].slice(0, MOST_PARENTS), [runs]);
  const parents = useNumbers(finals);
  const { data: models } = useQuery({ ...modelsQuery, enabled: !waiting, refetchInterval: false });
  const [arrangement, arrange] = useArrangement();
  const shape = useMemo(() => columnsShape(runs), [runs]);
  const named = JSON.stringify(
    (models ?? []).flatMap(({ versions }) =>
      versions.flatMap(({ name, version, aliases, run_id, sweep_id }) =>
        sweep_id === sweep.sweep_id ? [[run_id, ...(aliases.length > 0 ? aliases.map((alias) => `models:/${name}@${alias}`) : [`models:/${name}/${version}`])]] : [],
      ),
    ),
  );
  const columns = useMemo(() => {
    const byRun = new Map<string, string[]>();
    for (const [run = '', ...texts] of JSON.parse(named) as string[][]) byRun.set(run, [...(byRun.get(run) ?? []), ...texts]);
    return runColumns(shape, sweep, { models: byRun, parents, edit });
    // The columns change with what runs have, not with each epoch.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [shape, named, parents, sweep.sweep_id, edit]);
  const shown = useMemo(() => ordered(columns, arrangement).filter((column) => isShown(column, arrangement)), [columns, arrangement]);
  const cells = useMemo<Cells>(
    () => ({
      columns: shown,
      pinned: shown.filter((column) => isPinned(column, arrangement)).length,
      kinds: sweep.metric_kinds,
      metric: sweep.metric,
      sized: new Set([...arrangement.marks].flatMap(([id, { width }]) => (width === undefined ? [] : [id]))),
    }),
    [shown, arrangement, sweep.metric_kinds, sweep.metric],
  );
  const { sort, by, open, pins } = view;
  const sorts = useMemo(() => (listed.whole ? sortsOf({ sort }) : []), [listed.whole, sort]); // until then as the server sorted them
  const order = useMemo(() => sortedRuns(runs, { columns, sorts }), [runs, columns, sorts]);
  const rows = useMemo(
    () =>
      tableRows(order, listed.runs, {
        columns,
        sorts,
        pins: numbersOf(pins),
        by: listed.whole ? groupedBy(by, names(runs, 'parameters')) : null,
        open: new Set(numbersOf(open)),
      }),
    [runs, order, listed, columns, sorts, by, open, pins],
  );
  return { columns, shown, cells, arrangement, arrange, ...rows };
}
