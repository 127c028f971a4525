import type { Run, Sweep } from '@/api/schemas';
import { areWhole } from '@/charts/axes';
import type { ScatterAxis } from '@/charts/scatter';
import { duration, number, parameterText } from '@/lib/format';
import { epochWord } from '@/lib/epoch-word';
import { isFraction } from '@/lib/metric-kinds';
import { metricText } from '@/lib/metric-text';
import { names } from './names';
import { usualEnds, zoomedRange } from '@/charts/range';
import { spreads, type Spread } from './spread';
import { keyText } from './filter-text';

/** Something of a run that an axis can show: as a filter calls it. */
export type RunKey = {
  key: string;
  name: string;
  /** Whether less or more of it is better; null where nobody knows. */
  goal: 'minimize' | 'maximize' | null;
  readonly axis: ScatterAxis;
  /** Where a run stands on the axis; null where it has no such value. */
  at: (run: Run) => number | null;
  text: (run: Run) => string;
};

/** All that the runs of a sweep can be compared by: its own metric first. */
export function runKeys(sweep: Sweep, runs: readonly Run[]): RunKey[] {
  const first = sweep.metric?.name;
  const metrics = names(runs, 'metrics').sort((a, b) => Number(b === first) - Number(a === first) || a.localeCompare(b, 'en'));
  return [
    ...metrics.map((name) => metricKey(sweep, runs, name)),
    plainKey('seconds', 'time, s', 'minimize', runs, (run) => (run.ended_at === null ? null : run.seconds), (run) => duration(run.seconds)),
    plainKey('epochs', `${epochWord(metrics)}s`, null, runs, (run) => run.epochs, (run) => String(run.epochs)),
    plainKey('number', 'run', null, runs, (run) => run.number, (run) => String(run.number)),
    ...spreads(runs, sweep.space).map(parameterKey),
  ];
}

export function parameterKey(spread: Spread): RunKey {
  return {
    key: `params.${keyText(spread.name)}`,
    name: spread.name,
    goal: null,
    axis: spread,
    at: (run) => {
      const value = run.parameters[spread.name];
      if (value === undefined || value === null) return null;
      return spread.kind === 'categories' ? spread.names.indexOf(parameterText(value)) : Number(value);
    },
    text: (run) => parameterText(run.parameters[spread.name]),
  };
}

export function metricKey(sweep: Sweep, runs: readonly Run[], name: string): RunKey {
  const at = (run: Run): number | null => finite(run.metrics[name]);
  return withAxis(
    {
      key: `metrics.${keyText(name)}`,
      name,
      goal: sweep.metric_kinds[name]?.goal ?? (sweep.metric?.name === name ? sweep.metric.goal : null),
      at,
      text: (run) => metricText(sweep.metric_kinds, name, run.metrics[name]),
    },
    () => metricAxis(sweep, name, runs.flatMap((run) => at(run) ?? [])),
  );
}

/** Its axis is made when somebody looks along it: few of very many runs' are. */
function withAxis(key: Omit<RunKey, 'axis'>, make: () => ScatterAxis): RunKey {
  let axis: ScatterAxis | null = null;
  return {
    ...key,
    get axis() {
      return (axis ??= make());
    },
  };
}

function metricAxis(sweep: Sweep, name: string, values: readonly number[]): ScatterAxis {
  if (isFraction(sweep.metric_kinds, name) && values.every((value) => value >= 0 && value <= 1)) {
    const [min, max] = zoomedRange(sweep.thresholds, values);
    return { name, kind: 'accuracy', min, max };
  }
  return { name, kind: 'linear', ...usualRange(values) };
}

function plainKey(key: string, name: string, goal: RunKey['goal'], runs: readonly Run[], at: (run: Run) => number | null, text: (run: Run) => string): RunKey {
  return withAxis({ key, name, goal, at: (run) => finite(at(run)), text }, () => ({ name, kind: 'linear', ...ends(runs.flatMap((run) => finite(at(run)) ?? [])) }));
}

/** `whole` where they count something. */
type Ends = { min: number; max: number; whole: boolean };

/** What is worth showing of values of which a few may be far off: see `usualEnds`. */
export function usualRange(values: readonly number[]): Ends {
  return { ...ends(usualEnds(values) ?? values), whole: areWhole(values) };
}

function ends(values: readonly number[]): Ends {
  const min = values.reduce((a, b) => Math.min(a, b), Infinity);
  const max = values.reduce((a, b) => Math.max(a, b), -Infinity);
  return min <= max ? { min, max, whole: areWhole(values) } : { min: 0, max: 1, whole: false };
}

function finite(value: number | null | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** A value's place on its axis, and whether that lies beyond its end. */
export function within(axis: ScatterAxis, value: number): { at: number; outside: 'below' | 'above' | null } {
  if (axis.kind === 'categories' || axis.kind === 'free') return { at: value, outside: null };
  if (value < axis.min) return { at: axis.min, outside: 'below' };
  return value > axis.max ? { at: axis.max, outside: 'above' } : { at: value, outside: null };
}

/** How many of the values an axis doesn't show where they are, in words; null when it shows all. */
export function outsideText(axis: ScatterAxis, values: readonly number[]): string | null {
  const below = values.filter((value) => within(axis, value).outside === 'below').length;
  const above = values.filter((value) => within(axis, value).outside === 'above').length;
  if (axis.kind === 'categories' || axis.kind === 'free' || below + above === 0) return null;
  const parts = [
    ...(below > 0 ? [`▼ ${String(below)} below ${axis.kind === 'accuracy' ? `${number(axis.min * 100)} %` : number(axis.min)}`] : []),
    ...(above > 0 ? [`▲ ${String(above)} above ${axis.kind === 'accuracy' ? `${number(axis.max * 100)} %` : number(axis.max)}`] : []),
  ];
  return parts.join(', ');
}
