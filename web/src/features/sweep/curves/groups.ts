import type { Run, SweepMetrics } from '@/api/schemas';
import type { Curve } from '@/charts/curves';
import { valueText, type Unit } from '@/charts/axes';
import { parameterText, plural } from '@/lib/format';
import type { RunKey } from '../model/run-key';
import { finitePoints } from './curves';

/** Runs that differ in nothing but their seed. */
export const SAME_SETTINGS = 'settings';

/** More groups can't be told apart. */
export const GROUPS_DRAWN = 24;

/** The mean of some runs' values after an epoch, and how far they lie apart. */
export type MeanPoint = { step: number; mean: number; /** The sample's standard deviation; null for one run. */ sd: number | null; runs: number };

export type Group = { name: string; runs: readonly Run[]; points: readonly MeanPoint[] };

/** @param by null for runs with the same settings, of which there must be two */
export function groupsOf(runs: readonly Run[], metrics: SweepMetrics, by: RunKey | null): Group[] {
  const members = new Map<string, Run[]>();
  for (const run of runs) {
    const key = by ? by.text(run) : settingsOf(run);
    const group = members.get(key);
    if (group) group.push(run);
    else members.set(key, [run]);
  }
  return [...members].flatMap(([key, group]) => {
    const points = meansOf(group.map((run) => finitePoints(metrics.runs[run.run_id])));
    if (points.length === 0 || (!by && group.length < 2)) return [];
    return [{ name: by ? `${by.name} ${key}` : numbersText(group), runs: group, points }];
  });
}

/** Epoch by epoch over the curves that have it: of runs that ended early, as long as they went. */
export function meansOf(curves: readonly (readonly (readonly [step: number, value: number])[])[]): MeanPoint[] {
  const steps = new Map<number, number[]>();
  for (const curve of curves) {
    for (const [step, value] of curve) {
      const values = steps.get(step);
      if (values) values.push(value);
      else steps.set(step, [value]);
    }
  }
  return [...steps].sort(([a], [b]) => a - b).map(([step, values]) => {
    const runs = values.length;
    const mean = values.reduce((sum, value) => sum + value, 0) / runs;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    return { step, mean, sd: runs > 1 ? Math.sqrt(squares / (runs - 1)) : null, runs };
  });
}

/** A line a group, with an area from one standard deviation below it to one above. */
export function groupCurves(groups: readonly Group[], unit: Unit): Curve[] {
  return groups.slice(0, GROUPS_DRAWN).map(({ name, runs, points }, index) => ({
    id: name,
    name,
    shortName: name,
    details: () => [['runs', numbersText(runs)] as const],
    points: points.map(({ step, mean }) => [step, mean] as const),
    look: index,
    emphasis: 'strong',
    band: points.flatMap(({ step, mean, sd }) => (sd === null ? [] : [{ step, low: mean - sd, high: mean + sd }])),
    at: (step) => points.flatMap((point) => (point.step === step ? [['mean of', plural(point.runs, 'run')] as const, ['± sd', point.sd === null ? '–' : valueText(point.sd, unit)] as const] : [])),
  }));
}

/** What a run was told but for its seed. */
function settingsOf({ parameters }: Run): string {
  return JSON.stringify(Object.entries(parameters).filter(([name]) => name !== 'seed').map(([name, value]) => [name, parameterText(value)]).sort());
}

const NAMED = 4;

function numbersText(runs: readonly Run[]): string {
  const numbers = runs.map(({ number }) => String(number));
  const left = numbers.length - NAMED;
  return left > 1 ? `runs ${numbers.slice(0, NAMED).join(', ')} and ${String(left)} more` : `runs ${numbers.join(', ')}`;
}
