import { useCallback, useEffect, useRef } from 'react';
import table from '@/ui/data-table.module.css';
import { ScrollFrame } from '@/ui/scroll-frame';
import { useSweep } from '../sweep-context';
import { RunsBody } from './runs-body';
import { RunsHead } from './runs-head';
import styles from './runs-table.module.css';
import type { RunsTableState } from './use-runs-table';

/** The runs with all that was set and measured; the order is in the address. Of many rows those in sight are there. */
export function RunsTable({ table: { columns, cells, arrangement, arrange, pinned, rows } }: { table: RunsTableState }) {
  const { listed, view } = useSweep();
  const frame = useRef<HTMLTableElement>(null);
  const order = useCallback(
    () => [...pinned.map(({ number }) => number), ...rows.flatMap((row) => (row.kind === 'run' ? [row.run.number] : []))],
    [pinned, rows],
  );
  const total = pinned.length + (listed.whole ? rows.length : listed.total);
  const asked = [view.sort, view.filter, view.by].join('\n');
  const before = useRef(asked);
  useEffect(() => {
    if (before.current === asked) return;
    before.current = asked;
    frame.current?.parentElement?.scrollTo({ top: 0 }); // what was asked for begins there
  }, [asked]);
  return (
    <ScrollFrame className={styles.frame} label="Runs, scrollable">
      <table ref={frame} className={`${table.table ?? ''} ${styles.table ?? ''}`} aria-rowcount={total + 1} data-testid="runs-table">
        <RunsHead columns={columns} cells={cells} arrangement={arrangement} arrange={arrange} />
        <RunsBody pinned={pinned} rows={rows} cells={cells} order={order} />
      </table>
    </ScrollFrame>
  );
}
