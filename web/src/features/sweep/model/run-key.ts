import type { Run, Sweep } from '@/api/schemas';
import { areWhole, tickText, unitOf } from '@/charts/axes';
import type { ScatterAxis } from '@/charts/scatter';
import { duration, number, parameterText } from '@/lib/format';
import { epochWord } from '@/lib/epoch-word';
import { metricText } from '@/lib/metric-text';
import { names } from './names';
import { usualEnds, zoomedRange } from '@/charts/range';
import { padded, spreads, type Spread } from './spread';
import { keyText } from './filter-text';

/** Something of a run that an axis can show: as a filter calls it. */
export type RunKey = {
  key: string;
  name: string;
  /** Whether less or more of it is better; null where nobody knows. */
  goal: 'minimize' | 'maximize' | null;
  readonly axis: ScatterAxis;
  /** The hyperparameter that it is; null for what is none. */
  parameter: string | null;
  /** Where a run stands on the axis; null where it has no such value. */
  at: (run: Run) => number | null;
  text: (run: Run) => string;
};

/** All that the runs of a sweep can be compared by: its own metric first. */
export function runKeys(sweep: Sweep, runs: readonly Run[]): RunKey[] {
  const first = sweep.metric?.name;
  const metrics = names(runs, 'metrics').sort((a, b) => Number(b === first) - Number(a === first) || a.localeCompare(b, 'en'));
  const parameters = spreads(runs, sweep.space);
  const plain = [
    plainKey('seconds', 'time, s', 'minimize', runs, (run) => (run.ended_at === null ? null : run.seconds), (run) => duration(run.seconds)),
    plainKey('epochs', `${epochWord(metrics)}s`, null, runs, (run) => run.epochs, (run) => String(run.epochs)),
    plainKey('number', 'run', null, runs, (run) => run.number, (run) => String(run.number)),
  ];
  const taken = [...metrics, ...parameters.map(({ name }) => name), ...plain.map(({ name }) => name)];
  const told = (name: string, what: string): string => (taken.indexOf(name) === taken.lastIndexOf(name) ? name : `${name} (${what})`);
  return [
    ...metrics.map((name) => metricKey(sweep, runs, name, told(name, 'metric'))),
    ...plain,
    ...parameters.map((spread) => parameterKey(spread, told(spread.name, 'parameter'))),
  ];
}

/** @param shown what it is called, where its name alone would not tell */
export function parameterKey(spread: Spread, shown = spread.name): RunKey {
  return {
    key: `params.${keyText(spread.name)}`,
    name: shown,
    goal: null,
    axis: { ...spread, name: shown },
    parameter: spread.name,
    at: (run) => {
      const value = run.parameters[spread.name];
      if (value === undefined || value === null) return null;
      return spread.kind === 'categories' ? spread.names.indexOf(parameterText(value)) : Number(value);
    },
    text: (run) => parameterText(run.parameters[spread.name]),
  };
}

/** @param shown what it is called, where its name alone would not tell */
export function metricKey(sweep: Sweep, runs: readonly Run[], name: string, shown = name): RunKey {
  const at = (run: Run): number | null => finite(run.metrics[name]);
  return withAxis(
    {
      key: `metrics.${keyText(name)}`,
      name: shown,
      goal: sweep.metric_kinds[name]?.goal ?? (sweep.metric?.name === name ? sweep.metric.goal : null),
      at,
      text: (run) => metricText(sweep.metric_kinds, name, run.metrics[name]),
    },
    () => ({ name: shown, ...metricAxis(sweep, name, runs.flatMap((run) => at(run) ?? [])) }),
  );
}

/** Its axis is made when somebody looks along it: few of very many runs' are. */
function withAxis(key: Omit<RunKey, 'axis' | 'parameter'>, make: () => ScatterAxis): RunKey {
  let axis: ScatterAxis | null = null;
  return {
    ...key,
    parameter: null,
    get axis() {
      return (axis ??= make());
    },
  };
}

/** An axis without its name; of sizes by factors, so that small networks are told apart beside a large one. */
function metricAxis(sweep: Sweep, name: string, values: readonly number[]) {
  const unit = unitOf(sweep.metric_kinds[name], values);
  if (unit === 'accuracy') {
    const [min, max] = zoomedRange(sweep.thresholds, values);
    return { kind: 'accuracy', min, max } as const;
  }
  const { min, max, whole } = ends(values);
  return unit === 'count' && min > 0 ? ({ kind: 'logarithmic', unit, whole, ...padded(min, max, 'logarithmic') } as const) : ({ kind: 'linear', unit, ...usualRange(values) } as const);
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

/** The least and the most of them; of none from 0 to 1. */
export function ends(values: readonly number[]): Ends {
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
export function outsideText(axis: ScatterAxis, values: readonly number[], [less, more] = ['▼', '▲']): string | null {
  const below = values.filter((value) => within(axis, value).outside === 'below').length;
  const above = values.filter((value) => within(axis, value).outside === 'above').length;
  if (axis.kind === 'categories' || axis.kind === 'free' || below + above === 0) return null;
  const parts = [
    ...(below > 0 ? [`${less} ${String(below)} below ${endText(axis, axis.min)}`] : []),
    ...(above > 0 ? [`${more} ${String(above)} above ${endText(axis, axis.max)}`] : []),
  ];
  return parts.join(', ');
}

function endText(axis: ScatterAxis, value: number): string {
  if (axis.kind === 'accuracy') return `${number(value * 100)} %`;
  return axis.kind === 'linear' || axis.kind === 'logarithmic' ? tickText(value, axis.unit ?? 'plain') : number(value);
}
