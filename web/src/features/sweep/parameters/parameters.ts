import type { Run, Sweep } from '@/api/schemas';
import { areWhole } from '@/charts/axes';
import type { Parallel, ParallelAxis } from '@/charts/parallel/parallel';
import type { Scatter, ScatterAxis, ScatterPoint } from '@/charts/scatter';
import { parameterText } from '@/lib/format';
import { isFraction } from '@/lib/metric-kinds';
import { metricText } from '@/lib/metric-text';
import { apart } from '../model/apart';
import type { Chosen } from '../model/chosen';
import type { Spread } from '../model/spread';
import { uncovered } from '../model/uncovered';
import { idOf, runDetails, runLook, runName } from '../model/run-look';

/** The axes, `varied`, are those of all runs, so that they stay as they are when fewer are shown. */
export type OfAll = { sweep: Sweep; metric: string; runs: readonly Run[]; varied: readonly Spread[]; shown: readonly Run[]; range: readonly [number, number] | null };

type Wanted = OfAll & { bestNumber: number | null; chosen: Chosen };

const NONE: Chosen = new Map();

/** A hyperparameter against the sweep's metric, with no run standing out; runs outside of the shown range stand at its end. */
export function scatterOf(wanted: OfAll, spread: Spread): Scatter {
  const { sweep, metric, runs, shown, range } = wanted;
  const plain = { ...wanted, bestNumber: null, chosen: NONE };
  const accuracy = isFraction(sweep.metric_kinds, metric);
  const whole = areWhole(measuredOf(runs, metric));
  const y: ScatterAxis = range
    ? { name: null, kind: accuracy ? 'accuracy' : 'linear', min: range[0], max: range[1], whole }
    : { name: null, kind: 'free', unit: accuracy ? 'accuracy' : 'loss', whole };
  return {
    x: spread,
    y,
    lines: [],
    points: uncovered(shown.flatMap((run) => scatterPoint(plain, run, spread) ?? []), spread.kind === 'logarithmic', PLACES),
  };
}

/** The same with the best and the chosen runs over the others. */
export function withStrong(scatter: Scatter, wanted: Wanted, spread: Spread): Scatter {
  const strong = wanted.shown.filter((run) => run.number === wanted.bestNumber || wanted.chosen.has(run.number));
  const ids = new Set(strong.map(idOf));
  const over = strong.flatMap((run) => scatterPoint(wanted, run, spread) ?? []);
  return { ...scatter, points: [...scatter.points.filter(({ id }) => !ids.has(id)), ...over] };
}

function scatterPoint({ sweep, metric, range, bestNumber, chosen }: Wanted, run: Run, spread: Spread): ScatterPoint | null {
  const y = run.metrics[metric];
  const value = run.parameters[spread.name];
  if (typeof y !== 'number' || !Number.isFinite(y) || value === undefined || value === null) return null;
  const [foot, head] = range ?? [y, y];
  return {
    id: idOf(run),
    name: runName(run),
    details: () => [[metric, metricText(sweep.metric_kinds, metric, y)], ...runDetails(run)],
    x: spread.kind === 'categories' ? spread.names.indexOf(parameterText(value)) + apart(run.number) : Number(value),
    y: Math.min(head, Math.max(foot, y)),
    outside: y < foot ? ('below' as const) : y > head ? ('above' as const) : null,
    look: runLook(run, sweep.thresholds, chosen),
    strong: run.number === bestNumber || chosen.has(run.number),
  };
}

/** Places along and up a small chart: about four pixels each, half a dot. */
const PLACES = [80, 40] as const;

/** Whether a run has a value of the sweep's metric that can be drawn. */
export function isMeasured(run: Run, metric: string): boolean {
  return Number.isFinite(run.metrics[metric] ?? Number.NaN);
}

function measuredOf(runs: readonly Run[], metric: string): number[] {
  return runs.map((run) => run.metrics[metric] ?? Number.NaN).filter(Number.isFinite);
}

/** The runs that have a value of the metric, across their varying hyperparameters; those that a filter leaves stand out. */
export function parallel({ sweep, metric, runs, varied, shown, range, bestNumber, chosen }: Wanted): Parallel {
  const values = measuredOf(runs, metric);
  const [low, high] = range ?? [values.reduce((a, b) => Math.min(a, b), Infinity), values.reduce((a, b) => Math.max(a, b), -Infinity)];
  const left = new Set(shown);
  const axes: ParallelAxis[] = [
    ...varied,
    { name: metric, kind: isFraction(sweep.metric_kinds, metric) ? 'accuracy' : 'linear', min: low, max: high, whole: areWhole(values) },
  ];
  const lines = runs
    .filter((run) => isMeasured(run, metric))
    .map((run) => ({
      id: idOf(run),
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
      strong: run.number === bestNumber || chosen.has(run.number),
      shown: left.has(run),
    }));
  return { axes, lines };
}
