import type { Run, Sweep } from '@/api/schemas';
import type { Scatter, ScatterAxis, ScatterLine, ScatterPoint } from '@/charts/scatter';
import { apart } from '../model/apart';
import { isOfFinals } from '../model/best-run';
import type { Chosen } from '../model/chosen';
import { idOf, runDetails, runLook, runName } from '../model/run-look';
import { ends, within, type RunKey } from '../model/run-key';

/** Beyond which side of the chart a value lies that is less or more than what is across. */
const SIDES = { below: 'left', above: 'right' } as const;

type Wanted = { sweep: Sweep; shown: readonly Run[]; bestNumber: number | null; chosen: Chosen };

/** Every run by two of its values, with the front of those that nobody beats in both, where more or less is better in each. */
export function tradeOff(wanted: Wanted, x: RunKey, y: RunKey): Scatter {
  const front = x.goal !== null && y.goal !== null && x.key !== y.key ? paretoFront(wanted.shown, x, y) : [];
  const line: ScatterLine = { name: 'front', points: front.map((run) => [within(x.axis, x.at(run) ?? 0).at, within(y.axis, y.at(run) ?? 0).at]), step: 'end', look: null };
  return { x: x.axis, y: y.axis, points: dots(wanted, x, y), lines: front.length > 1 ? [line] : [] };
}

/** The runs in their order or by when they ended, and the best so far: of the search, for finals are of those that it found. */
export function history(wanted: Wanted, y: RunKey, by: 'number' | 'time', sweep: Sweep): Scatter {
  const x = by === 'number' ? numberKey(wanted.shown) : endKey(wanted.shown);
  const best: (readonly [number, number])[] = [];
  const sign = y.goal === 'minimize' ? -1 : 1;
  const ended = wanted.shown.filter((run) => run.status === 'FINISHED' && !isOfFinals(run)).sort((a, b) => (x.at(a) ?? 0) - (x.at(b) ?? 0));
  for (const run of ended) {
    const [at, value] = [x.at(run), y.at(run)];
    if (at === null || value === null) continue;
    const last = best.at(-1)?.[1];
    if (last === undefined || sign * value > sign * last) best.push([at, within(y.axis, value).at]);
  }
  const [end, level] = [ended.at(-1), best.at(-1)?.[1]];
  if (end && level !== undefined) best.push([x.at(end) ?? 0, level]);
  const known = y.goal !== null && y.key === `metrics.${sweep.metric?.name ?? ''}`;
  return { x: x.axis, y: y.axis, points: dots(wanted, x, y), lines: known && best.length > 1 ? [{ name: 'best so far', points: best, step: 'end', look: null }] : [] };
}

function dots({ sweep, shown, bestNumber, chosen }: Wanted, x: RunKey, y: RunKey): ScatterPoint[] {
  return shown.flatMap((run) => {
    const [atX, atY] = [x.at(run), y.at(run)];
    if (atX === null || atY === null) return [];
    const across = within(x.axis, atX);
    const up = within(y.axis, atY);
    return [
      {
        id: idOf(run),
        name: runName(run),
        details: () => [[y.name, y.text(run)], [x.name, x.text(run)], ...runDetails(run)],
        x: across.at + (x.axis.kind === 'categories' ? apart(run.number) : 0),
        y: up.at + (y.axis.kind === 'categories' ? apart(run.number) : 0),
        outside: up.outside ?? (across.outside && SIDES[across.outside]),
        look: runLook(run, sweep.thresholds, chosen),
        strong: run.number === bestNumber || chosen.has(run.number),
      },
    ];
  });
}

/** The runs that no other beats in one value without losing in the other, along the first value. */
export function paretoFront(runs: readonly Run[], x: RunKey, y: RunKey): Run[] {
  const [signX, signY] = [x.goal === 'minimize' ? 1 : -1, y.goal === 'minimize' ? 1 : -1];
  const known = runs.flatMap((run) => {
    const [atX, atY] = [x.at(run), y.at(run)];
    return atX === null || atY === null || run.status !== 'FINISHED' ? [] : [{ run, x: signX * atX, y: signY * atY }];
  });
  known.sort((a, b) => a.x - b.x || a.y - b.y);
  const front: Run[] = [];
  let least = Infinity;
  for (const each of known) {
    if (each.y < least) {
      least = each.y;
      front.push(each.run);
    }
  }
  return front;
}

function numberKey(runs: readonly Run[]): RunKey {
  const { min: first, max: last } = ends(runs.map(({ number }) => number));
  return { key: 'number', name: 'run', goal: null, parameter: null, axis: { name: 'run', kind: 'linear', min: first - 0.5, max: last + 0.5, whole: true, exact: true }, at: (run) => run.number, text: (run) => String(run.number) };
}

function endKey(runs: readonly Run[]): RunKey {
  const at = (run: Run): number | null => (run.ended_at === null ? null : Date.parse(run.ended_at));
  const times = runs.flatMap((run) => at(run) ?? []);
  const axis: ScatterAxis = { name: 'end', kind: 'time', min: times.reduce((a, b) => Math.min(a, b), Infinity), max: times.reduce((a, b) => Math.max(a, b), -Infinity) };
  return { key: 'end_time', name: 'end', goal: null, parameter: null, axis, at, text: (run) => (run.ended_at ?? '').slice(0, 19).replace('T', ' ') };
}
