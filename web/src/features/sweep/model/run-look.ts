import type { Run } from '@/api/schemas';
import { bandTone, type Tone } from '@/lib/bands';
import { count, number, parameterText, percent, plural } from '@/lib/format';
import { isFraction, type MetricKinds } from '@/lib/metric-kinds';

/** A run's colour in every chart: its band's, or what it is doing. */
export function runColour(run: Run, thresholds: readonly number[]): Tone | 'running' | 'neutral' {
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

export function runName(run: Run): string {
  return `Run ${run.number}`;
}

/** A metric's value in its own unit. */
export function metricText(kinds: MetricKinds, metric: string, value: number | null | undefined): string {
  return isFraction(kinds, metric) ? percent(value) : number(value);
}
