import { useTable, type SortingState } from '@tanstack/react-table';
import { useEffect, useMemo, useRef } from 'react';
import { plural } from '@/lib/format';
import { Button } from '@/ui/button';
import table from '@/ui/data-table.module.css';
import { RunMark } from '@/ui/run-mark';
import { ScrollFrame } from '@/ui/scroll-frame';
import { sortsOf, sortsText } from '../model/view';
import { useSweep } from '../sweep-context';
import { features, runColumns } from './runs-columns';
import styles from './runs-table.module.css';

const PAGE_SIZE = 100;
const TEXT_COLUMNS = ['number', 'status', 'band'];

/** The runs with all that was set and measured; the order and the page are in the address. */
export function RunsTable() {
  const { sweep, runs: all, listed, bestId, chosen, view, setView, pick, hover } = useSweep();
  const body = useRef<HTMLTableSectionElement>(null);
  // Without drawing a hundred rows anew at each move of the pointer.
  useEffect(() => hover.watch(() => markHovered(body.current, hover.get())), [hover]);
  const { runs: shown, whole } = listed;
  const runs = whole ? all : shown;
  // The columns change with what runs have, not with each epoch.
  const shape = [...new Set(runs.flatMap((run) => [...Object.keys(run.parameters), ...Object.keys(run.metrics)]))].join();
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const columns = useMemo(() => runColumns(sweep, runs), [shape, sweep.sweep_id]);
  const data = useMemo(() => [...shown], [shown]);
  const sorting: SortingState = sortsOf(view).filter(({ id }) => columns.some((column) => column.id === id));
  const pages = Math.max(1, Math.ceil(listed.total / PAGE_SIZE));
  const pageIndex = whole ? Math.min((view.page ?? 1) - 1, pages - 1) : 0;
  const grid = useTable({
    features,
    columns,
    data,
    getRowId: (run) => run.run_id,
    state: { sorting, pagination: { pageIndex, pageSize: PAGE_SIZE } },
    manualSorting: !whole, // as the server sorted them
    enableSortingRemoval: false,
    autoResetPageIndex: false,
    onSortingChange: (update) => {
      const next = typeof update === 'function' ? update(sorting) : update;
      setView({ sort: sortsText(next), page: undefined });
    },
  });
  return (
    <>
      <ScrollFrame className={styles.frame} label="Runs, scrollable">
        <table className={`${table.table ?? ''} ${styles.table ?? ''}`} data-testid="runs-table">
          <thead>
            {grid.getHeaderGroups().map((group) => (
              <tr key={group.id}>
                <th scope="col" className={styles.tick}>
                  <span className="unseen">Chosen</span>
                </th>
                {group.headers.map((header) => {
                  const direction = header.column.getIsSorted();
                  return (
                    <th
                      key={header.id}
                      scope="col"
                      className={TEXT_COLUMNS.includes(header.id) ? undefined : table.number}
                      aria-sort={direction === 'asc' ? 'ascending' : direction === 'desc' ? 'descending' : undefined}
                    >
                      <button
                        type="button"
                        className={styles.sort}
                        title="Sort by this; with Shift, after what it is sorted by already"
                        onClick={header.column.getToggleSortingHandler()}
                      >
                        <span>
                          <grid.FlexRender header={header} />
                        </span>
                        <span className={styles.arrow} aria-hidden="true">
                          {direction === 'asc' ? '▲' : direction === 'desc' ? '▼' : ''}
                          {direction && sorting.length > 1 && header.column.getSortIndex() + 1}
                        </span>
                      </button>
                    </th>
                  );
                })}
              </tr>
            ))}
          </thead>
          <tbody ref={body}>
            {grid.getRowModel().rows.map((row) => {
              const run = row.original;
              const place = chosen.get(run.number);
              return (
                <tr
                  key={row.id}
                  className={place === undefined ? undefined : styles.chosen}
                  data-best={run.run_id === bestId || undefined}
                  data-run={run.run_id}
                  onPointerEnter={() => hover.set(run.run_id)}
                  onPointerLeave={() => hover.set(null)}
                >
                  <td className={styles.tick}>
                    <span className={styles.choice}>
                      <input
                        type="checkbox"
                        checked={place !== undefined}
                        aria-label={`Choose run ${run.number}`}
                        onChange={() => pick(run.run_id)}
                      />
                      {place !== undefined && <RunMark place={place} />}
                    </span>
                  </td>
                  {row.getAllCells().map((cell) => (
                    <td key={cell.id} className={TEXT_COLUMNS.includes(cell.column.id) ? undefined : table.number}>
                      <grid.FlexRender cell={cell} />
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </ScrollFrame>
      {pages > 1 && (
        <nav className={styles.pages} aria-label="Pages of runs">
          <Button disabled={pageIndex === 0} onClick={() => setView({ page: pageIndex > 1 ? pageIndex : undefined })}>
            Previous
          </Button>
          <span>
            {pageIndex * PAGE_SIZE + 1} to {Math.min(listed.total, (pageIndex + 1) * PAGE_SIZE)} of {plural(listed.total, 'run')}
          </span>
          <Button disabled={!whole || pageIndex >= pages - 1} onClick={() => setView({ page: pageIndex + 2 })}>
            Next
          </Button>
        </nav>
      )}
    </>
  );
}

function markHovered(body: HTMLElement | null, runId: string | null): void {
  body?.querySelector('tr[data-hovered]')?.removeAttribute('data-hovered');
  if (runId !== null) body?.querySelector(`tr[data-run="${CSS.escape(runId)}"]`)?.setAttribute('data-hovered', '');
}
