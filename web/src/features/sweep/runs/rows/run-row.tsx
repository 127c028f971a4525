import { memo, type CSSProperties } from 'react';
import type { Run, Sweep } from '@/api/schemas';
import type { MetricKinds } from '@/lib/metric-kinds';
import table from '@/ui/data-table.module.css';
import { RunMark } from '@/ui/run-mark';
import { idOf } from '@/features/sweep/model/run-look';
import { FIRST } from '../columns/arrangement';
import type { Column } from '../columns/column';
import { offsetOf } from '../columns/pinned-offsets';
import styles from '../runs-table.module.css';
import { Delta } from './delta';
import rowStyles from './rows.module.css';

/** What a row needs to know of the columns; the same as long as they are. */
export type Cells = {
  /** Those that are shown, in their order. */
  columns: readonly Column[];
  /** How many of them stay in sight. */
  pinned: number;
  /** The ids of those whose widths somebody chose. */
  sized: ReadonlySet<string>;
  /** What the metrics measure, and which of them decides. */
  kinds: MetricKinds;
  metric: Sweep['metric'];
};

export type RowActions = {
  tick: (run: Run, wanted: boolean, range: boolean) => void;
  hover: (id: string | null) => void;
  unpin: (number: number) => void;
  noBaseline: () => void;
};

type Props = {
  run: Run;
  /** Which row of the table it is, with those that aren't there. */
  at: number;
  cells: Cells;
  ticked: boolean;
  /** Where it is among the chosen, which decides its colour. */
  place: number | undefined;
  best: boolean;
  pinned: boolean;
  baseline: Run | null;
  actions: RowActions;
};

/** Drawn anew only when something of it changed: of thousands of rows a tick is one's. */
export const RunRow = memo(function RunRow({ run, at: rowAt, cells, ticked, place, best, pinned, baseline, actions }: Props) {
  const isBaseline = baseline?.number === run.number;
  return (
    <tr
      className={ticked ? styles.chosen : undefined}
      data-best={best || undefined}
      data-run={idOf(run)}
      data-row={idOf(run)}
      aria-rowindex={rowAt}
      onPointerEnter={() => actions.hover(idOf(run))}
      onPointerLeave={() => actions.hover(null)}
    >
      <td className={styles.tick} data-pinned="" style={{ left: 0 }}>
        <span className={styles.choice}>
          <input
            type="checkbox"
            checked={ticked}
            aria-label={`Choose run ${run.number}`}
            onChange={(event) => actions.tick(run, !ticked, (event.nativeEvent as MouseEvent).shiftKey)}
          />
          {place !== undefined && <RunMark place={place} />}
        </span>
      </td>
      {cells.columns.map((column, at) => (
        <td key={column.id} {...cellProps(column, at, cells)}>
          {column.cell(run)}
          {baseline && column.metric !== null && <Delta cells={cells} run={run} baseline={baseline} metric={column.metric} />}
          {column.id === FIRST && (pinned || isBaseline) && (
            <span className={rowStyles.marks}>
              {pinned && (
                <button type="button" className={rowStyles.release} aria-label={`Unpin run ${run.number}`} title="Unpin" onClick={() => actions.unpin(run.number)}>
                  pinned ×
                </button>
              )}
              {isBaseline && (
                <button type="button" className={rowStyles.release} aria-label={`Run ${run.number} is the baseline: no baseline`} title="No baseline" onClick={actions.noBaseline}>
                  baseline ×
                </button>
              )}
            </span>
          )}
        </td>
      ))}
    </tr>
  );
});

export function cellProps({ id, number }: Column, at: number, { pinned, sized }: Cells) {
  const style: CSSProperties | undefined = at < pinned ? { left: offsetOf(at + 1) } : undefined;
  return {
    className: [number && table.number, sized.has(id) && styles.sized].filter(Boolean).join(' ') || undefined,
    'data-pinned': at < pinned ? (id === FIRST ? '' : 'chosen') : undefined,
    style,
  };
}
