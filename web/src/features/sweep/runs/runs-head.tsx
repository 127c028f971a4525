import { useEffect, useRef, type CSSProperties } from 'react';
import table from '@/ui/data-table.module.css';
import { UserText } from '@/ui/user-text';
import { sortsOf, sortsText, type Sort } from '../model/view';
import { useSweep } from '../sweep-context';
import { FIRST, marked, moved, type Arrangement } from './columns/arrangement';
import type { Column } from './columns/column';
import { ColumnEdge } from './columns/column-edge';
import { offsetOf, usePinnedOffsets } from './columns/pinned-offsets';
import type { Cells } from './rows/run-row';
import styles from './runs-table.module.css';

type Props = {
  /** All of them. */
  columns: readonly Column[];
  cells: Cells;
  arrangement: Arrangement;
  arrange: (next: Arrangement) => void;
};

const DRAGGED = 'application/x-trawl-column';

/** The columns' names: a click sorts, a drag moves, the edge makes wider. */
export function RunsHead({ columns, cells: { columns: shown, pinned }, arrangement, arrange }: Props) {
  const { view, setView } = useSweep();
  const head = useRef<HTMLTableSectionElement>(null);
  usePinnedOffsets(head, pinned);
  const sorts = sortsOf(view).filter(({ id }) => columns.some((column) => column.id === id && column.value !== null));
  const sort = (column: Column, further: boolean) => setView({ sort: sortsText(sortedNext(sorts, column, further)) });
  return (
    <thead ref={head}>
      <tr aria-rowindex={1}>
        <th scope="col" className={styles.tick} data-pinned="" style={{ left: 0 }}>
          <TickAll />
        </th>
        {shown.map((column, place) => {
          const { id, name, number, value } = column;
          const at = sorts.findIndex((each) => each.id === id);
          const desc = sorts[at]?.desc;
          const width = arrangement.marks.get(id)?.width;
          return (
            <th
              key={id}
              scope="col"
              className={[number && table.number, width !== undefined && styles.sized].filter(Boolean).join(' ') || undefined}
              style={{ ...widthStyle(width), ...(place < pinned && { left: offsetOf(place + 1) }) }}
              data-pinned={place < pinned ? (id === FIRST ? '' : 'chosen') : undefined}
              aria-sort={desc === undefined ? undefined : desc ? 'descending' : 'ascending'}
              onDragOver={(event) => event.dataTransfer.types.includes(DRAGGED) && event.preventDefault()}
              onDrop={(event) => {
                event.preventDefault();
                arrange(moved(columns, arrangement, event.dataTransfer.getData(DRAGGED), id));
              }}
            >
              <button
                type="button"
                className={styles.sort}
                draggable={id !== FIRST}
                onDragStart={(event) => event.dataTransfer.setData(DRAGGED, id)}
                disabled={value === null}
                title={value === null ? 'Drag to move it' : 'Sort by this; with Shift, after what it is sorted by already. Drag to move it'}
                onClick={(event) => sort(column, event.shiftKey)}
              >
                <span>
                  <UserText cut text={name} />
                </span>
                <span className={styles.arrow} aria-hidden="true">
                  {desc === undefined ? '' : desc ? '▼' : '▲'}
                  {desc !== undefined && sorts.length > 1 && at + 1}
                </span>
              </button>
              <ColumnEdge name={name} width={width} onWidth={(next) => arrange(marked(arrangement, [id], { width: next }))} />
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

/** First from the end that is looked at first, then the other way. */
function sortedNext(sorts: readonly Sort[], { id, fromTheBest }: Column, further: boolean): Sort[] {
  const before = sorts.find((each) => each.id === id);
  const next = { id, desc: before ? !before.desc : fromTheBest };
  if (!further) return [next];
  return before ? sorts.map((each) => (each.id === id ? next : each)) : [...sorts, next];
}

function widthStyle(width: number | undefined): CSSProperties {
  return width === undefined ? {} : { width, minWidth: width, maxWidth: width };
}

function TickAll() {
  const { filtered, ticks, tickAll } = useSweep();
  const box = useRef<HTMLInputElement>(null);
  const ticked = ticks.none ? 0 : filtered.shown.reduce((sum, { number }) => sum + Number(ticks.has(number)), 0);
  const every = ticked > 0 && ticked === filtered.shown.length;
  useEffect(() => {
    if (box.current) box.current.indeterminate = ticked > 0 && !every;
  });
  return <input ref={box} type="checkbox" checked={every} aria-label="Choose all runs shown" onChange={() => tickAll(!every)} />;
}
