import type { Run, Sweep } from '@/api/schemas';
import type { Parallel, ParallelAxis } from '@/charts/parallel/parallel';
import type { Scatter, ScatterPoint } from '@/charts/scatter';
import { byMagnitude, parameterText } from '@/lib/format';
import { isFraction } from '@/lib/metric-kinds';
import type { Chosen } from '../model/chosen';
import { metricText, runDetails, runLook, runName } from '../model/run-look';

/** The values that one hyperparameter takes, and how an axis shows them. */
export type Spread =
  | { name: string; kind: 'linear' | 'logarithmic'; min: number; max: number }
  | { name: string; kind: 'categories'; names: string[] };

/** Without a sweep file to say so: values that span this factor, half of them near its foot, are spread by factors. */
const LOGARITHMIC_RATIO = 20;
const LOGARITHMIC_MEDIAN = 0.25;
/** Numbers with at most this many values are choices, unless they were drawn from a range of reals. */
const FEW_VALUES = 5;
const REALS = ['uniform', 'log_uniform_values'];

/**
 * The hyperparameters that vary over the runs, in the runs' order. An axis shows the whole range that the sweep file
 * gives and is as logarithmic as its distribution; for what no file describes, the values decide.
 */
export function spreads(runs: readonly Run[], space: Sweep['space']): Spread[] {
  const names = [...new Set(runs.flatMap((run) => Object.keys(run.parameters)))];
  return names.flatMap((name): Spread[] => {
    const values = valuesOf(runs, name);
    const texts = [...new Set(values.map(parameterText))];
    if (texts.length < 2) return [];
    const numbers = values.flatMap((value) => (typeof value === 'bigint' || Number.isFinite(value) ? [Number(value)] : []));
    const range = space[name];
    const listed = range?.distribution === 'categorical' || (runs.length > texts.length && !REALS.includes(range?.distribution ?? ''));
    const few = listed && texts.length <= FEW_VALUES;
    if (numbers.length < values.length || few) return [{ name, kind: 'categories', names: texts.sort(byMagnitude) }];
    const min = numbers.reduce((a, b) => Math.min(a, b), range?.min ?? Infinity); // a call takes only so many arguments
    const max = numbers.reduce((a, b) => Math.max(a, b), range?.max ?? -Infinity);
    const drawn = typeof range?.min === 'number';
    const logarithmic = drawn ? range.log && min > 0 : isLogarithmic(numbers, min, max);
    const kind = logarithmic ? 'logarithmic' : 'linear';
    return [{ name, kind, ...padded(min, max, kind) }];
  });
}

function valuesOf(runs: readonly Run[], name: string) {
  return runs.flatMap((run) => {
    const value = run.parameters[name];
    return value === undefined || value === null ? [] : [value];
  });
}

function isLogarithmic(numbers: readonly number[], min: number, max: number): boolean {
  const median = [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? max;
  return min > 0 && max / min >= LOGARITHMIC_RATIO && median < max * LOGARITHMIC_MEDIAN;
}

/** A logarithmic axis has room at both ends, so that no dot sits on the frame; a linear one goes on to round numbers. */
function padded(min: number, max: number, kind: 'linear' | 'logarithmic'): { min: number; max: number } {
  return kind === 'logarithmic' ? { min: min / 1.25, max: max * 1.25 } : { min, max };
}

/** The axes, `varied`, are those of all runs, so that they stay as they are when fewer are shown. */
type Wanted = { sweep: Sweep; metric: string; runs: readonly Run[]; varied: readonly Spread[]; shown: readonly Run[]; range: readonly [number, number] | null; bestId: string | null; chosen: Chosen };

/** Each varying hyperparameter against the sweep's metric; runs below the shown range stand at its foot. */
export function scatters({ sweep, metric, varied, shown, range, bestId, chosen }: Wanted): Scatter[] {
  return varied.map((spread) => ({
    name: spread.name,
    scale: spread.kind === 'categories' ? { kind: spread.kind, names: spread.names } : spread,
    points: uncovered(shown.flatMap((run) => scatterPoint(run, spread) ?? []), spread.kind === 'logarithmic'),
  }));

  function scatterPoint(run: Run, spread: Spread): ScatterPoint | null {
    const y = run.metrics[metric];
    const value = run.parameters[spread.name];
    if (typeof y !== 'number' || !Number.isFinite(y) || value === undefined || value === null) return null;
    const below = range !== null && y < range[0];
    return {
      id: run.run_id,
      name: runName(run),
      details: () => [[metric, metricText(sweep.metric_kinds, metric, y)], ...runDetails(run)],
      x: spread.kind === 'categories' ? spread.names.indexOf(parameterText(value)) + jitter(run.number) : Number(value),
      y: below ? range[0] : y,
      below,
      look: runLook(run, sweep.thresholds, chosen),
      strong: run.run_id === bestId || chosen.has(run.number),
    };
  }
}

/** From here on dots are left out that others hide. */
const MANY_DOTS = 2000;
/** Places a side: about two pixels each, a third of a dot. */
const PLACES = 100;

/** Of very many dots one for each place, the strong or the last one: what lies under another can't be seen. */
export function uncovered(points: ScatterPoint[], logarithmic: boolean): ScatterPoint[] {
  if (points.length <= MANY_DOTS) return points;
  const across = (point: ScatterPoint): number => (logarithmic ? Math.log(point.x) : point.x);
  const column = placing(points.map(across));
  const row = placing(points.map((point) => point.y));
  const seen = new Map<number, ScatterPoint>();
  const strong: ScatterPoint[] = [];
  for (const point of points) {
    if (point.strong) strong.push(point);
    else seen.set(column(across(point)) * (PLACES + 1) + row(point.y), point);
  }
  return [...seen.values(), ...strong];
}

function placing(values: readonly number[]): (value: number) => number {
  const least = values.reduce((a, b) => Math.min(a, b), Infinity);
  const greatest = values.reduce((a, b) => Math.max(a, b), -Infinity);
  return (value) => (greatest > least ? Math.floor(((value - least) / (greatest - least)) * PLACES) : 0);
}

/** A small fixed shift, so that runs with the same choice don't cover each other. */
function jitter(runNumber: number): number {
  return (((runNumber * 0.618034) % 1) - 0.5) * 0.36;
}

/** Whether a run has a value of the sweep's metric that can be drawn. */
export function isMeasured(run: Run, metric: string): boolean {
  return Number.isFinite(run.metrics[metric] ?? Number.NaN);
}

/** The runs that have a value of the metric, across their varying hyperparameters; those that a filter leaves stand out. */
export function parallel({ sweep, metric, runs, varied, shown, range, bestId, chosen }: Wanted): Parallel {
  const values = runs.map((run) => run.metrics[metric] ?? Number.NaN).filter(Number.isFinite);
  const [low, high] = range ?? [values.reduce((a, b) => Math.min(a, b), Infinity), values.reduce((a, b) => Math.max(a, b), -Infinity)];
  const left = new Set(shown);
  const axes: ParallelAxis[] = [
    ...varied,
    { name: metric, kind: isFraction(sweep.metric_kinds, metric) ? 'accuracy' : 'linear', min: low, max: high },
  ];
  const lines = runs
    .filter((run) => isMeasured(run, metric))
    .map((run) => ({
      id: run.run_id,
      name: runName(run),
      details: () => [[metric, metricText(sweep.metric_kinds, metric, run.metrics[metric])] as const, ...runDetails(run)],
      values: [
        ...varied.map((spread) => {
          const value = run.parameters[spread.name] ?? null;
          if (value === null) return Number.NaN; // of another model, say: its line passes the axis by
          return spread.kind === 'categories' ? spread.names.indexOf(parameterText(value)) : Number(value);
        }),
        run.metrics[metric] ?? low,
      ],
      look: runLook(run, sweep.thresholds, chosen),
      strong: run.run_id === bestId || chosen.has(run.number),
      shown: left.has(run),
    }));
  return { axes, lines };
}
