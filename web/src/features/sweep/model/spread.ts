import type { Run, Sweep } from '@/api/schemas';
import { areWhole } from '@/charts/axes';
import { byMagnitude, parameterText, type ParameterValue } from '@/lib/format';
import { names } from './names';

/** The values that one hyperparameter takes, and how an axis shows them. */
export type Spread =
  | { name: string; kind: 'linear' | 'logarithmic'; min: number; max: number; whole: boolean }
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
export function spreads(runs: readonly Run[], space: Sweep['space']): readonly Spread[] {
  const before = known.get(runs);
  if (before?.space === space) return before.of;
  const of = spreadsOf(runs, space);
  known.set(runs, { space, of });
  return of;
}

/** Several panels ask for the same. */
const known = new WeakMap<readonly Run[], { space: Sweep['space']; of: readonly Spread[] }>();

function spreadsOf(runs: readonly Run[], space: Sweep['space']): Spread[] {
  return names(runs, 'parameters').flatMap((name): Spread[] => {
    const values = valuesOf(runs, name);
    const numbers = values.flatMap((value) => (typeof value === 'bigint' || Number.isFinite(value) ? [Number(value)] : []));
    const texts = textsOf(values, numbers.length < values.length ? Infinity : FEW_VALUES);
    if (texts.length < 2) return [];
    const range = space[name];
    const listed = range?.distribution === 'categorical' || (runs.length > texts.length && !REALS.includes(range?.distribution ?? ''));
    const few = listed && texts.length <= FEW_VALUES;
    if (numbers.length < values.length || few) return [{ name, kind: 'categories', names: texts.sort(byMagnitude) }];
    const min = numbers.reduce((a, b) => Math.min(a, b), range?.min ?? Infinity); // a call takes only so many arguments
    const max = numbers.reduce((a, b) => Math.max(a, b), range?.max ?? -Infinity);
    const drawn = typeof range?.min === 'number';
    const logarithmic = drawn ? range.log && min > 0 : isLogarithmic(numbers, min, max);
    const kind = logarithmic ? 'logarithmic' : 'linear';
    return [{ name, kind, whole: areWhole([...numbers, min, max]), ...padded(min, max, kind) }];
  });
}

function valuesOf(runs: readonly Run[], name: string) {
  return runs.flatMap((run) => {
    const value = run.parameters[name];
    return value === undefined || value === null ? [] : [value];
  });
}

/** What the values look like; when there are more than `enough`, some: to write all of thousands takes its time. */
function textsOf(values: readonly ParameterValue[], enough: number): string[] {
  const texts = new Set<string>();
  for (const value of new Set(values)) {
    texts.add(parameterText(value));
    if (texts.size > enough) break;
  }
  return [...texts];
}

function isLogarithmic(numbers: readonly number[], min: number, max: number): boolean {
  const median = [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? max;
  return min > 0 && max / min >= LOGARITHMIC_RATIO && median < max * LOGARITHMIC_MEDIAN;
}

/** A logarithmic axis has room at both ends, so that no dot sits on the frame; a linear one goes on to round numbers. */
export function padded(min: number, max: number, kind: 'linear' | 'logarithmic'): { min: number; max: number } {
  return kind === 'logarithmic' ? { min: min / 1.25, max: max * 1.25 } : { min, max };
}
