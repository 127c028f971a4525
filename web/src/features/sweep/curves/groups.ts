import type { NumberedCurves } from '@/api/curve-columns';
import type { Run } from '@/api/schemas';
import type { Curve } from '@/charts/curves';
import { valueText, type Unit } from '@/charts/axes';
import { parameterText, plural } from '@/lib/format';
import { grouped } from '@/lib/grouped';
import { meanOf } from '@/lib/mean';
import { settingsText } from '../model/filter-text';
import { names } from '../model/names';
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
export function groupsOf(runs: readonly Run[], metrics: NumberedCurves, by: RunKey | null): Group[] {
  const parameters = names(runs, 'parameters').filter((name) => name !== 'seed');
  const members = grouped(runs, by ? by.text : (run) => settingsText(run, parameters));
  const groups = [...members].flatMap(([key, group]) => {
    const points = meansOf(group.map((run) => finitePoints(metrics.runs.get(run.number))));
    return points.length === 0 || (!by && group.length < 2) ? [] : [{ name: `${by?.name ?? ''} ${key}`, runs: group, points }];
  });
  const settings = by ? null : settingsNames(groups.map(({ runs: [first] }) => first?.parameters ?? {}), parameters);
  return by ? groups : groups.map((group, place) => ({ ...group, name: settings?.[place] ?? numbersText(group.runs) }));
}

const SETTINGS_NAMED = 3;

/** What tells groups of the same settings apart; null where that is too much to be a name, or nothing. */
function settingsNames(groups: readonly Run['parameters'][], parameters: readonly string[]): readonly string[] | null {
  const texts = (name: string): readonly string[] => groups.map((settings) => `${name} ${parameterText(settings[name])}`);
  const varied = parameters.filter((name) => new Set(texts(name)).size > 1).map(texts);
  const all = groups.map((_, place) => varied.map((each) => each[place] ?? '').join(', '));
  return varied.length > 0 && varied.length <= SETTINGS_NAMED && new Set(all).size === all.length ? all : null;
}

/** Epoch by epoch over the curves that have it: of runs that ended early, as long as they went. */
export function meansOf(curves: readonly (readonly (readonly [step: number, value: number])[])[]): MeanPoint[] {
  const steps = grouped(curves.flat(), ([step]) => step);
  return [...steps]
    .sort(([a], [b]) => a - b)
    .flatMap(([step, points]) => {
      const of = meanOf(points.map(([, value]) => value));
      return of ? [{ step, mean: of.mean, sd: of.sd, runs: of.count }] : [];
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

const NAMED = 4;

function numbersText(runs: readonly Run[]): string {
  const numbers = runs.map(({ number }) => String(number));
  const left = numbers.length - NAMED;
  return left > 1 ? `runs ${numbers.slice(0, NAMED).join(', ')} and ${String(left)} more` : `runs ${numbers.join(', ')}`;
}
