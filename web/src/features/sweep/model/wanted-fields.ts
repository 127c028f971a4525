import { keyText } from './filter-text';
import { sortsOf, type View } from './view';

/** What the API sorts by under another name. */
const SORTED: Readonly<Record<string, string>> = { start_time: 'started_at', end_time: 'ended_at' };
const TIMES = ['started_at', 'ended_at', 'seconds'];
const ASKED_FOR = new Set(['run_id', 'parameters', ...TIMES]);

/**
 * What the address asks to see of every run that isn't there from the beginning.
 *
 * @param metrics the names of those that aren't
 */
export function wantedFields(view: View, metrics: readonly string[]): string[] {
  const byKey = new Map(metrics.flatMap((name) => [`metrics.${name}`, `metrics.${keyText(name)}`].map((key) => [key, `metrics.${name}`] as const)));
  const keys = sortsOf(view).map(({ id }) => SORTED[id] ?? id);
  if (view.by !== undefined) keys.push('seconds', ...byKey.values());
  if (view.by !== undefined || view.group !== undefined) keys.push('parameters'); // runs are the same by all their digits
  const { chart = 'history' } = view;
  if (chart === 'rungs') keys.push('run_id');
  else if (chart === 'timeline') keys.push(...TIMES);
  else {
    keys.push(view.y ?? '', view.x2 ?? '', view.x === 'time' ? 'ended_at' : (view.x ?? (chart === 'tradeoff' ? 'seconds' : '')));
  }
  if (keys.includes('seconds')) keys.push('ended_at'); // without an end it is no run's time
  return [...new Set(keys.flatMap((key) => byKey.get(key) ?? (ASKED_FOR.has(key) ? key : [])))].sort();
}
