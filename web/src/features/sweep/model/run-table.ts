import type { Run } from '@/api/schemas';
import type { Cell, Table } from '@/charts/save/csv';
import type { RunKey } from './run-key';

/** Some values of runs, a row a run, as exact as they are known: numbers as such, choices by name. */
export function runTable(runs: readonly Run[], keys: readonly RunKey[]): Table {
  const valueOf = (run: Run, { axis, at, text }: RunKey): Cell => {
    const value = at(run);
    return value === null || axis.kind === 'linear' || axis.kind === 'logarithmic' || axis.kind === 'accuracy' ? value : text(run);
  };
  const others = keys.filter(({ key }) => key !== 'number');
  return {
    head: ['run_id', 'run', ...others.map(({ name }) => name)],
    rows: runs.map((run) => [run.run_id, run.number, ...others.map((key) => valueOf(run, key))]),
  };
}
