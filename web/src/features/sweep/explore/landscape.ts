import type { Run, Sweep } from '@/api/schemas';
import { valueText as unitText } from '@/charts/axes';
import { placeOf, valueAt } from '@/charts/parallel/axis';
import { shadeOf } from '@/charts/ramp';
import type { Scatter, ScatterAxis, ScatterCell } from '@/charts/scatter';
import { surface } from '@/charts/surface';
import { number, percent, plural } from '@/lib/format';
import { apart } from '../model/apart';
import type { Chosen } from '../model/chosen';
import { usualRange, type RunKey } from '../model/run-key';
import { idOf, runDetails, runLook, runName } from '../model/run-look';

const COLUMNS = 48;
const ROWS = 28;

type Wanted = { sweep: Sweep; shown: readonly Run[]; bestNumber: number | null; chosen: Chosen };

/** An axis that a surface can lie over: of numbers or of choices. */
type Plane = Extract<ScatterAxis, { kind: 'linear' | 'logarithmic' | 'accuracy' | 'categories' }>;

export type Landscape = Scatter & { /** What the palest and the darkest shade are. */ ends: readonly [string, string] | null };

/** The runs over two of their hyperparameters, and between them what a value is estimated to be. */
export function contour(wanted: Wanted, x: RunKey, y: RunKey, value: RunKey): Landscape {
  const known = knownRuns(wanted.shown, x, y, value);
  const [across, up] = [planeOf(x.axis), planeOf(y.axis)];
  const range = usualRange(known.map(({ of }) => of));
  const share = (of: number): number => (range.max > range.min ? (of - range.min) / (range.max - range.min) : 0.5);
  const samples = known.map(({ atX, atY, of }) => ({ x: placeOf(across, atX), y: placeOf(up, atY), value: Math.min(range.max, Math.max(range.min, of)) }));
  const cells = (known.length < 3 ? [] : surface(samples, columnsOf(across, COLUMNS), columnsOf(up, ROWS), { x: across.kind === 'categories', y: up.kind === 'categories' })).map((cell): ScatterCell => {
    const half: readonly [number, number] = [0.5 / columnsOf(across, COLUMNS), 0.5 / columnsOf(up, ROWS)];
    return {
      x: [edgeOf(across, cell.x - half[0]), edgeOf(across, cell.x + half[0])],
      y: [edgeOf(up, cell.y - half[1]), edgeOf(up, cell.y + half[1])],
      shade: shadeOf(share(cell.value)),
      title: `about ${valueText(value, cell.value)}`,
      details: () => [[x.name, middleText(across, cell.x)], [y.name, middleText(up, cell.y)], ['near it', plural(cell.near, 'run')]],
    };
  });
  const dots = known.map(({ run, atX, atY }) => dot(wanted, run, [x, atX], [y, atY], value, null));
  return { x: x.axis, y: y.axis, points: dots, lines: [], cells, ends: known.length === 0 ? null : [valueText(value, range.min), valueText(value, range.max)] };
}

/** The same runs, each as dark as it is good: of how many it is better. */
export function ranks(wanted: Wanted, x: RunKey, y: RunKey, value: RunKey): Landscape {
  const known = knownRuns(wanted.shown, x, y, value);
  const sign = value.goal === 'minimize' ? -1 : 1;
  const places = rankShares(known.map(({ of }) => sign * of));
  const dots = known.map(({ run, atX, atY }, index) => dot(wanted, run, [x, atX], [y, atY], value, places[index] ?? 0));
  return { x: x.axis, y: y.axis, points: dots, lines: [], ends: known.length === 0 ? null : ['worst', 'best'] };
}

/** From 0 for the least to 1 for the greatest; equal values share the middle of their places. */
export function rankShares(values: readonly number[]): number[] {
  const order = values.map((value, index) => ({ value, index })).sort((a, b) => a.value - b.value);
  const shares = values.map(() => 0.5);
  if (values.length < 2) return shares;
  for (let first = 0; first < order.length; ) {
    let end = first + 1;
    while (end < order.length && order[end]?.value === order[first]?.value) end += 1;
    for (const { index } of order.slice(first, end)) shares[index] = (first + end - 1) / 2 / (values.length - 1);
    first = end;
  }
  return shares;
}

function knownRuns(runs: readonly Run[], x: RunKey, y: RunKey, value: RunKey) {
  return runs.flatMap((run) => {
    const [atX, atY, of] = [x.at(run), y.at(run), value.at(run)];
    return atX === null || atY === null || of === null ? [] : [{ run, atX, atY, of }];
  });
}

function dot({ sweep, bestNumber, chosen }: Wanted, run: Run, [x, atX]: readonly [RunKey, number], [y, atY]: readonly [RunKey, number], value: RunKey, rank: number | null) {
  const picked = chosen.has(run.number);
  return {
    id: idOf(run),
    name: runName(run),
    details: () => [[value.name, value.text(run)] as const, [x.name, x.text(run)] as const, [y.name, y.text(run)] as const, ...runDetails(run)],
    x: atX + (x.axis.kind === 'categories' ? apart(run.number) : 0),
    y: atY + (y.axis.kind === 'categories' ? apart(run.number + 1) : 0),
    outside: null,
    look: runLook(run, sweep.thresholds, chosen),
    strong: picked || run.number === bestNumber,
    ...(rank !== null && !picked && { shade: rank }),
  };
}

function planeOf(axis: ScatterAxis): Plane & { name: string } {
  if (axis.kind === 'free' || axis.kind === 'time') throw new Error(`need numbers or choices, found ${axis.kind}`);
  return { ...axis, name: axis.name ?? '' };
}

/** A choice is one cell wide. */
function columnsOf(axis: Plane, columns: number): number {
  return axis.kind === 'categories' ? axis.names.length : columns;
}

function edgeOf(axis: Plane & { name: string }, place: number): number {
  return axis.kind === 'categories' ? place * axis.names.length - 0.5 : valueAt(axis, place);
}

function middleText(axis: Plane & { name: string }, place: number): string {
  return axis.kind === 'categories' ? (axis.names[Math.floor(place * axis.names.length)] ?? '') : number(valueAt(axis, place));
}

function valueText({ axis }: RunKey, value: number): string {
  if (axis.kind === 'accuracy') return percent(value);
  return axis.kind === 'linear' || axis.kind === 'logarithmic' ? unitText(value, axis.unit ?? 'plain') : number(value);
}
