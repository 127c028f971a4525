import { useEffect, useMemo, useRef, useState, type FocusEvent } from 'react';
import type { Run } from '@/api/schemas';
import { useLatest } from '@/ui/use-latest';
import { useSweep } from '../sweep-context';
import { useSeen, useWholeRuns } from '../use-whole';
import { GroupRow } from './rows/group-row';
import { RunRow, type Cells, type RowActions } from './rows/run-row';
import { idOf } from '../model/run-look';
import { rowId, type TableRow } from './rows/table-rows';
import { useWindow } from './rows/use-window';
import { piecesOf } from './rows/window';
import { useHeldWidths } from './columns/held-widths';
import styles from './runs-table.module.css';
import { listText, numbersOf } from '../model/numbers';

const NO_RUNS: readonly Run[] = [];

type Props = {
  /** At the top, whatever the order. */
  pinned: readonly Run[];
  rows: readonly TableRow[];
  cells: Cells;
  /** All runs in the order of the table: what a range is of. */
  order: () => readonly number[];
};

/** The table's rows: pinned ones, and of the others those in sight. */
export function RunsBody({ pinned, rows: wanted, cells, order }: Props) {
  const { bestNumber, chosen, ticks, tick, baseline, view, setView, hover } = useSweep();
  const body = useRef<HTMLTableSectionElement>(null);
  const { window, rowPixels } = useWindow(body, wanted.length);
  const seen = useSeen(wanted, window.first, window.end);
  const [drawn, setDrawn] = useState({ rows: wanted, whole: seen.whole });
  if (seen.ready && drawn.rows !== wanted) setDrawn({ rows: wanted, whole: seen.whole });
  // In another order they are drawn once, whole: until then all stays as it is.
  const { rows, whole } = seen.ready || drawn.rows === wanted ? { rows: wanted, whole: seen.whole } : drawn;
  const wholePins = useWholeRuns(pinned) ?? pinned;
  const [wholeBaseline = baseline] = useWholeRuns(baseline ? [baseline] : NO_RUNS) ?? [];
  useHeldWidths(body, window, cells);
  const [held, setHeld] = useState<Held | null>(null);
  const placeOf = (id: string | undefined): number => (id === undefined ? -1 : rows.findIndex((row) => rowId(row) === id));
  const pieces = piecesOf(rows.length, window, placeOf(held?.id));
  const holds = (event: FocusEvent) => {
    const id = event.target.closest('tr')?.dataset.row ?? '';
    setHeld({ id, key: keyOf(placeOf(id), id, held) });
  };
  const leaves = ({ currentTarget, relatedTarget }: FocusEvent) => {
    if (!currentTarget.contains(relatedTarget)) setHeld(null);
  };
  // Without drawing all rows anew at each move of the pointer.
  useEffect(() => hover.watch(() => markHovered(body.current?.closest('table'), hover.get())), [hover]);
  useEffect(() => markHovered(body.current?.closest('table'), hover.get()), [hover, rows, window]);
  /** Where a range begins: at the run that was ticked last. */
  const anchor = useRef<number | null>(null);
  const latest = useLatest({ tick, setView, view, order });
  const actions = useMemo<RowActions>(
    () => ({
      tick: ({ number }, wanted, range) => {
        const { tick: choose, order: listed } = latest.current;
        const numbers = range && anchor.current !== null ? between(listed(), anchor.current, number) : [number];
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
  const wholeOf = (run: Run): Run => (run.run_id === null ? (whole.get(run.number) ?? run) : run);
  const runRow = (key: string, run: Run, at: number, isPinned = false) => (
    <RunRow
      key={key}
      run={run}
      at={at}
      cells={cells}
      ticked={ticks.has(run.number)}
      place={chosen.get(run.number)}
      best={run.number === bestNumber}
      pinned={isPinned}
      baseline={wholeBaseline}
      actions={actions}
    />
  );
  const tableRow = (key: string, row: TableRow, at: number) =>
    row.kind === 'run' ? runRow(key, wholeOf(row.run), at) : <GroupRow key={key} group={row.group} at={at} open={row.open} cells={cells} onToggle={toggleGroup} />;
  return (
    <>
      {pinned.length > 0 && <tbody className={styles.pins} aria-label="Pinned runs">{wholePins.map((run, place) => runRow(idOf(run), run, HEAD + place, true))}</tbody>}
      <tbody ref={body} onFocus={holds} onBlur={leaves}>
        {pieces.map((piece) => {
          if ('gap' in piece) return <Gap key={`gap ${piece.from}`} pixels={piece.gap * rowPixels} columns={cells.columns.length + 1} />;
          const row = rows[piece.row];
          return row && tableRow(keyOf(piece.row, rowId(row), held), row, HEAD + pinned.length + piece.row);
        })}
      </tbody>
    </>
  );
}

/** The row that has the focus, and the key of its element, which it keeps wherever the row goes. */
type Held = { id: string; key: string };

/** An element stands for a place: of rows in another order the texts change, and no element is made. */
function keyOf(place: number, id: string, held: Held | null): string {
  if (id === held?.id) return held.key;
  return String(place) === held?.key ? 'instead' : String(place);
}

/** The number of the first row below the columns' names, as ARIA counts. */
const HEAD = 2;

/** Rows that are not in sight. */
function Gap({ pixels, columns }: { pixels: number; columns: number }) {
  return (
    <tr className={styles.gap} aria-hidden="true">
      <td colSpan={columns} style={{ height: pixels }} />
    </tr>
  );
}

/** The numbers from one to another in the table's order, both included. */
function between(order: readonly number[], from: number, to: number): readonly number[] {
  const [first, last] = [order.indexOf(from), order.indexOf(to)];
  if (first < 0 || last < 0) return [to];
  const range = order.slice(Math.min(first, last), Math.max(first, last) + 1);
  return first > last ? range.reverse() : range;
}

function markHovered(table: HTMLElement | null | undefined, id: string | null): void {
  table?.querySelectorAll('tr[data-hovered]').forEach((row) => row.removeAttribute('data-hovered'));
  if (id !== null) table?.querySelector(`tr[data-run="${CSS.escape(id)}"]`)?.setAttribute('data-hovered', '');
}
