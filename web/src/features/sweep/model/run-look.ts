import type { Run } from '@/api/schemas';
import type { Look } from '@/charts/look';
import { bandTone } from '@/lib/bands';
import { count, parameterText, percent, plural } from '@/lib/format';
import type { Chosen } from './chosen';

/** How a run looks in every chart: as one of the chosen, or in its band's colour, or as what it is doing. */
export function runLook(run: Run, thresholds: readonly number[], chosen: Chosen): Look {
  const place = chosen.get(run.number);
  if (place !== undefined) return place;
  if (run.status === 'RUNNING') return 'running';
  return run.band === null ? 'neutral' : bandTone(run.band, thresholds);
}

/** What a tip says of a run: its test accuracy and its parameters. */
export function runDetails(run: Run): (readonly [string, string])[] {
  const test = run.metrics.test_accuracy;
  const rows: (readonly [string, string])[] = [];
  if (test !== undefined && test !== null) rows.push(['test accuracy', percent(test)]);
  else rows.push(['status', run.status.toLowerCase()]);
  return [...rows, ...Object.entries(run.parameters).map(([name, value]) => [name, parameterText(value)] as const)];
}

/** How many of the runs a filter leaves: "12 of 60 runs". */
export function filteredText(shown: readonly Run[], runs: readonly Run[]): string {
  return `${count(shown.length)} of ${plural(runs.length, 'run')}`;
}

/** What charts call it by. */
export function idOf({ number }: Pick<Run, 'number'>): string {
  return String(number);
}

export function runName(run: Run): string {
  return `Run ${run.number}`;
}
