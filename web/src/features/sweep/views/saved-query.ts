import { viewSchema, type View } from '../model/view';

/** What names runs by their numbers, which mean others in another sweep. */
const OF_ONE_SWEEP = ['runs', 'pins', 'baseline', 'open'] as const;
/** The sweep whose runs are meant. */
const SWEEP = 'sweep';

/** A view as a query that any sweep's page understands; where it names runs, with the sweep that they are of. */
export function savedQuery(view: View, sweepId: string): string {
  const given = Object.entries(view).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  if (OF_ONE_SWEEP.some((name) => view[name] !== undefined)) given.push([SWEEP, sweepId]);
  return new URLSearchParams(given).toString();
}

/** The view that a query stands for on a sweep's page: without the runs of another sweep. */
export function viewOf(query: string, sweepId: string): View {
  const given = Object.fromEntries(new URLSearchParams(query));
  const view = viewSchema.parse(given);
  if (given[SWEEP] === sweepId) return view;
  return { ...view, ...Object.fromEntries(OF_ONE_SWEEP.map((name) => [name, undefined])) };
}

/** Whether a sweep's page shows what a query stands for there. */
export function isShown(query: string, view: View, sweepId: string): boolean {
  const sorted = (shown: View) => [...new URLSearchParams(savedQuery(shown, sweepId))].map(([name, value]) => `${name}=${value}`).sort().join('&');
  return sorted(viewOf(query, sweepId)) === sorted(view);
}
