import { memo } from 'react';
import { plural } from '@/lib/format';
import { metricDistance, metricText } from '@/lib/metric-text';
import styles from '../runs-table.module.css';
import { FIRST } from '../columns/arrangement';
import type { Column } from '../columns/column';
import { RunLink } from '@/features/sweep/run-link';
import { bestOf, spreadOf, type Group } from './groups';
import rowStyles from './rows.module.css';
import { cellProps, type Cells } from './run-row';

type Props = { group: Group; /** Which row of the table it is. */ at: number; open: boolean; cells: Cells; onToggle: (group: number) => void };

/** Runs that have the same of some hyperparameters, as one: how many, the best of them, and of each metric mean ± standard deviation. */
export const GroupRow = memo(function GroupRow({ group, at: rowAt, open, cells, onToggle }: Props) {
  const { metric } = cells;
  const best = metric && bestOf(group.runs, metric.name, metric.goal);
  return (
    <tr className={styles.group} data-testid="group" data-row={`group ${group.id}`} aria-rowindex={rowAt}>
      <td className={styles.tick} data-pinned="" style={{ left: 0 }} />
      {cells.columns.map((column, at) => (
        <td key={column.id} {...cellProps(column, at, cells)}>
          {column.id === FIRST ? (
            <>
              <button type="button" className={rowStyles.fold} aria-expanded={open} onClick={() => onToggle(group.id)}>
                <span aria-hidden="true">{open ? '▾' : '▸'}</span>
                {plural(group.runs.length, 'run')}
              </button>
              {best && group.runs.length > 1 && (
                <span className={styles.soft}>
                  {' '}
                  best <RunLink run={best}>{best.number}</RunLink>
                </span>
              )}
            </>
          ) : (
            <Summary column={column} group={group} cells={cells} />
          )}
        </td>
      ))}
    </tr>
  );
});

function Summary({ column, group, cells }: { column: Column; group: Group; cells: Cells }) {
  const [first] = group.runs;
  if (column.metric !== null) return <Mean metric={column.metric} group={group} cells={cells} />;
  if (!first || column.value === null || column.ofOneRun) return null;
  const { value } = column;
  if (group.runs.every((run) => value(run) === value(first))) return column.cell(first);
  return <span className={rowStyles.varied}>…</span>;
}

function Mean({ metric, group, cells }: { metric: string; group: Group; cells: Cells }) {
  const spread = spreadOf(group.runs, metric);
  if (!spread) return '–';
  const { mean, sd, count } = spread;
  return (
    <span title={`mean${sd === null ? '' : ' ± standard deviation'} of ${plural(count, 'run')}`}>
      {metricText(cells.kinds, metric, mean)}
      {sd !== null && <span className={rowStyles.sd}> ± {metricDistance(cells.kinds, metric, sd)}</span>}
    </span>
  );
}
