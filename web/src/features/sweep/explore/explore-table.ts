import type { Run } from '@/api/schemas';
import type { Table } from '@/charts/save/csv';
import type { RunKey } from '../model/run-key';
import { runTable } from '../model/run-table';

/** The figures behind a chart of the runs; of what is drawn by time, when they began and ended. */
export function exploreTable(runs: readonly Run[], kind: string, y: RunKey | undefined, x: RunKey | undefined, second?: RunKey): Table {
  const { head, rows } = runTable(runs, kind === 'timeline' ? [] : [x, second, y].flatMap((key) => key ?? []));
  if (kind !== 'timeline' && kind !== 'history') return { head, rows };
  return {
    head: [...head, 'status', 'started_at', 'ended_at'],
    rows: rows.map((row, index) => [...row, runs[index]?.status ?? null, runs[index]?.started_at ?? null, runs[index]?.ended_at ?? null]),
  };
}
