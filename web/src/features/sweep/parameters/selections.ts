import type { Run } from '@/api/schemas';
import { categoriesIn, spanOf, valueAt } from '@/charts/parallel/axis';
import type { Parallel, ParallelAxis, Span } from '@/charts/parallel/parallel';
import { parameterText } from '@/lib/format';
import { endsOf, literalsOf, type Wish } from '../model/selection';
import { keyText, parameterLiterals } from '../model/filter-text';

/** What a part of an axis of the parallel coordinates selects; null releases the axis. */
export function spanWish(runs: readonly Run[], { axes }: Parallel, index: number, span: Span | null): Wish[] {
  const axis = axes[index];
  if (!axis) return [];
  const key = keyOf(axes, index);
  if (!span) return [{ key, ends: null }];
  if (axis.kind === 'categories') {
    const within = categoriesIn(axis.names, span).flatMap((each) => axis.names[each] ?? []);
    return within.length === 0 ? [] : [{ key, literals: literalsNamed(runs, axis.name, within) }];
  }
  const [from, to] = span;
  // What lies beyond an end of the axis is drawn at it.
  return [{ key, ends: { from: from <= 0 ? null : valueAt(axis, from), to: to >= 1 ? null : valueAt(axis, to) } }];
}

/** The parts of the axes that a filter selects. */
export function spansOf(runs: readonly Run[], filter: string, { axes }: Parallel): ReadonlyMap<number, Span> {
  const spans = new Map<number, Span>();
  axes.forEach((axis, index) => {
    const span = selected(runs, filter, axis, keyOf(axes, index));
    if (span) spans.set(index, span);
  });
  return spans;
}

function selected(runs: readonly Run[], filter: string, axis: ParallelAxis, key: string): Span | null {
  if (axis.kind === 'categories') {
    const literals = literalsOf(filter, key);
    if (!literals) return null;
    const places = axis.names.flatMap((name, index) => (literalsNamed(runs, axis.name, [name]).some((each) => literals.includes(each)) ? [index] : []));
    const [first, last] = [places[0], places.at(-1)];
    return first === undefined || last === undefined ? null : [first / axis.names.length, (last + 1) / axis.names.length];
  }
  const ends = endsOf(filter, key);
  return ends && spanOf(axis, ends.from, ends.to);
}

/** The last axis is the metric's. */
function keyOf(axes: readonly ParallelAxis[], index: number): string {
  const name = axes[index]?.name ?? '';
  return index === axes.length - 1 ? metricKey(name) : `params.${keyText(name)}`;
}

function metricKey(name: string): string {
  return `metrics.${keyText(name)}`;
}

/** The values behind some names of a hyperparameter's categories, as a filter has them: a name may be shortened. */
function literalsNamed(runs: readonly Run[], parameter: string, names: readonly string[]): string[] {
  return parameterLiterals(runs.filter((run) => names.includes(parameterText(run.parameters[parameter]))), parameter);
}
