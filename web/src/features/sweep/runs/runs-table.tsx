import { useMemo } from 'react';
import { plural } from '@/lib/format';
import { Button } from '@/ui/button';
import table from '@/ui/data-table.module.css';
import { ScrollFrame } from '@/ui/scroll-frame';
import { useSweep } from '../sweep-context';
import { RunsBody } from './runs-body';
import { RunsHead } from './runs-head';
import styles from './runs-table.module.css';
import type { RunsTableState } from './use-runs-table';

const PAGE_SIZE = 100;

/** The runs with all that was set and measured; the order and the page are in the address. */
export function RunsTable({ table: { columns, shown, cells, arrangement, arrange, pinned, rows } }: { table: RunsTableState }) {
  const { listed, view, setView } = useSweep();
  const order = useMemo(() => [...pinned.map(({ number }) => number), ...rows.flatMap((row) => (row.kind === 'run' ? [row.run.number] : []))], [pinned, rows]);
  const total = listed.whole ? rows.length : listed.total;
  const pages = Math.max(1, Math.ceil(total / PAGE_SIZE));
  const page = listed.whole ? Math.min((view.page ?? 1) - 1, pages - 1) : 0;
  const visible = useMemo(() => rows.slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE), [rows, page]);
  return (
    <>
      <ScrollFrame className={styles.frame} label="Runs, scrollable">
        <table className={`${table.table ?? ''} ${styles.table ?? ''}`} data-testid="runs-table">
          <RunsHead columns={columns} shown={shown} pinned={cells.pinned} arrangement={arrangement} arrange={arrange} />
          <RunsBody pinned={pinned} rows={visible} cells={cells} order={order} />
        </table>
      </ScrollFrame>
      {pages > 1 && (
        <nav className={styles.pages} aria-label="Pages of runs">
          <Button disabled={page === 0} onClick={() => setView({ page: page > 1 ? page : undefined })}>
            Previous
          </Button>
          <span>
            {page * PAGE_SIZE + 1} to {Math.min(total, (page + 1) * PAGE_SIZE)} of {plural(total, view.by === undefined ? 'run' : 'row')}
          </span>
          <Button disabled={!listed.whole || page >= pages - 1} onClick={() => setView({ page: page + 2 })}>
            Next
          </Button>
        </nav>
      )}
    </>
  );
}
