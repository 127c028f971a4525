import { useEffect, useMemo, useRef } from 'react';
import type { Run } from '@/api/schemas';
import { useLatest } from '@/ui/use-latest';
import { useSweep } from '../sweep-context';
import { GroupRow } from './rows/group-row';
import { RunRow, type Cells, type RowActions } from './rows/run-row';
import type { TableRow } from './rows/table-rows';
import styles from './runs-table.module.css';
import { listText, numbersOf } from '../model/numbers';

type Props = {
  /** At the top, whatever the order. */
  pinned: readonly Run[];
  rows: readonly TableRow[];
  cells: Cells;
  /** The runs in the order of the table, all pages: what a range is of. */
  order: readonly number[];
};

/** The table's rows. */
export function RunsBody({ pinned, rows, cells, order }: Props) {
  const { bestId, chosen, ticks, tick, baseline, view, setView, hover } = useSweep();
  const body = useRef<HTMLTableSectionElement>(null);
  // Without drawing all rows anew at each move of the pointer.
  useEffect(() => hover.watch(() => markHovered(body.current?.closest('table'), hover.get())), [hover]);
  /** Where a range begins: at the run that was ticked last. */
  const anchor = useRef<number | null>(null);
  const latest = useLatest({ tick, setView, view, order });
  const actions = useMemo<RowActions>(
    () => ({
      tick: ({ number }, wanted, range) => {
        const { tick: choose, order: listed } = latest.current;
        const numbers = range && anchor.current !== null ? between(listed, anchor.current, number) : [number];
        anchor.current = number;
        choose(numbers, wanted);
      },
      hover: hover.set,
      unpin: (number) => latest.current.setView({ pins: listText(numbersOf(latest.current.view.pins).filter((each) => each !== number)) }),
      noBaseline: () => latest.current.setView({ baseline: undefined }),
    }),
    [hover, latest],
  );
  const toggleGroup = useMemo(
    () => (group: number) => {
      const open = numbersOf(latest.current.view.open);
      latest.current.setView({ open: listText(open.includes(group) ? open.filter((each) => each !== group) : [...open, group]) });
    },
    [latest],
  );
  const row = (run: Run, isPinned: boolean) => (
    <RunRow
      key={run.run_id}
      run={run}
      cells={cells}
      ticked={ticks.has(run.number)}
      place={chosen.get(run.number)}
      best={run.run_id === bestId}
      pinned={isPinned}
      baseline={baseline}
      actions={actions}
    />
  );
  return (
    <>
      {pinned.length > 0 && <tbody className={styles.pins} aria-label="Pinned runs">{pinned.map((run) => row(run, true))}</tbody>}
      <tbody ref={body}>
        {rows.map((each) =>
          each.kind === 'run' ? (
            row(each.run, false)
          ) : (
            <GroupRow key={`group ${each.group.id}`} group={each.group} open={each.open} cells={cells} onToggle={toggleGroup} />
          ),
        )}
      </tbody>
    </>
  );
}

/** The numbers from one to another in the table's order, both included. */
function between(order: readonly number[], from: number, to: number): readonly number[] {
  const [first, last] = [order.indexOf(from), order.indexOf(to)];
  if (first < 0 || last < 0) return [to];
  const range = order.slice(Math.min(first, last), Math.max(first, last) + 1);
  return first > last ? range.reverse() : range;
}

function markHovered(table: HTMLElement | null | undefined, runId: string | null): void {
  table?.querySelectorAll('tr[data-hovered]').forEach((row) => row.removeAttribute('data-hovered'));
  if (runId !== null) table?.querySelector(`tr[data-run="${CSS.escape(runId)}"]`)?.setAttribute('data-hovered', '');
}
