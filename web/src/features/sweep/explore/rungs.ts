import type { Run, Sweep, SweepDecision } from '@/api/schemas';
import { accuracyFoot } from '@/charts/axes';
import type { Cell, Table } from '@/charts/save/csv';
import type { Scatter, ScatterAxis } from '@/charts/scatter';
import type { EpochWord } from '@/lib/epoch-word';
import { count } from '@/lib/format';
import { apart } from '../model/apart';
import { isFraction } from '@/lib/metric-kinds';
import { metricText } from '@/lib/metric-text';
import type { Chosen } from '../model/chosen';
import { usualRange, within } from '../model/run-key';
import { idOf, runDetails, runLook, runName } from '../model/run-look';

/** What became of a run at a rung in the end. */
export type Fate = 'waits' | 'goes on' | 'stopped';

const FATES: Readonly<Record<string, Fate>> = { PAUSE: 'waits', PROMOTE: 'goes on', STOP: 'stopped' };

/** The signs of their dots. */
export const SIGNS = { 'goes on': 'arrow', waits: 'circle', stopped: 'rect' } as const;

export type AtRung = { run: Run; fate: Fate; rung: number; value: number; needed: number | null; rank: number; of: number };

/** How a rung stands: what is known of the runs that were compared there. */
export type Rung = { rung: number; fates: Readonly<Record<Fate, number>>; /** By the last decision there that needed something. */ needed: number | null };

/** Of each run at each rung what came of the last decision; those of the given runs alone. */
export function atRungs(decisions: readonly SweepDecision[], runs: readonly Run[]): AtRung[] {
  const byId = new Map(runs.map((run) => [run.run_id, run]));
  const last = new Map<string, AtRung>();
  for (const { kind, run_id: id, rank } of decisions) {
    const [run, fate] = [byId.get(id), FATES[kind]];
    if (!run || !fate || !rank || !Number.isFinite(rank.value)) continue;
    const { rung, value, threshold, rank: place, of } = rank;
    // Who still waits when the sweep ends is stopped without another decision.
    const ended = fate === 'waits' && (run.status === 'PRUNED' || run.status === 'KILLED') ? 'stopped' : fate;
    last.set(`${id} ${String(rung)}`, { run, fate: ended, rung, value, needed: threshold, rank: place, of });
  }
  return [...last.values()];
}

export function rungsOf(all: readonly AtRung[]): Rung[] {
  const rungs = new Map<number, Rung>();
  for (const { rung, fate, needed } of all) {
    const known = rungs.get(rung) ?? { rung, fates: { 'goes on': 0, waits: 0, stopped: 0 }, needed: null };
    rungs.set(rung, { rung, fates: { ...known.fates, [fate]: known.fates[fate] + 1 }, needed: needed ?? known.needed });
  }
  return [...rungs.values()].sort((a, b) => a.rung - b.rung);
}

/** How far a stroke reaches to either side of its rung. */
const HALF = 0.3;

type Wanted = { sweep: Sweep; epoch: EpochWord; bestNumber: number | null; chosen: Chosen };

/** A dot for each run at each rung, and a stroke at what was needed there. */
export function rungDots({ sweep, epoch, bestNumber, chosen }: Wanted, all: readonly AtRung[]): Scatter {
  const metric = sweep.metric?.name ?? 'value';
  const rungs = rungsOf(all);
  const y = valueAxis(sweep, metric, all.map(({ value }) => value));
  const places = new Map(rungs.map(({ rung }, place) => [rung, place]));
  const text = (value: number | null): string => metricText(sweep.metric_kinds, metric, value);
  return {
    x: { name: epoch, kind: 'categories', names: rungs.map(({ rung }) => count(rung)) },
    y,
    points: all.map(({ run, fate, rung, value, needed, rank, of }) => ({
      id: idOf(run),
      name: runName(run),
      details: () => [
        [`${metric} after ${epoch} ${count(rung)}`, text(value)],
        ['decision', fate],
        ['rank', `${count(rank)} of ${count(of)}`],
        ...(needed === null ? [] : [['needed', text(needed)] as const]),
        ...runDetails(run),
      ],
      x: (places.get(rung) ?? 0) + apart(run.number),
      y: within(y, value).at,
      outside: within(y, value).outside,
      look: runLook(run, sweep.thresholds, chosen),
      strong: run.number === bestNumber || chosen.has(run.number),
      sign: SIGNS[fate],
    })),
    lines: rungs.flatMap(({ needed }, place) => {
      if (needed === null || !Number.isFinite(needed)) return [];
      const at = within(y, needed).at;
      return [{ name: `needed ${text(needed)}`, points: [[place - HALF, at], [place + HALF, at]] as const, step: null, look: null }];
    }),
  };
}

/** The figures behind it. */
export function rungTable(all: readonly AtRung[], epoch: EpochWord): Table {
  return {
    head: ['run_id', 'run', epoch, 'value', 'decision', 'rank', 'of', 'needed'],
    rows: all.map(({ run, rung, value, fate, rank, of, needed }): Cell[] => [run.run_id, run.number, rung, value, fate, rank, of, needed]),
  };
}

function valueAxis(sweep: Sweep, name: string, values: readonly number[]): ScatterAxis {
  const range = usualRange(values);
  if (isFraction(sweep.metric_kinds, name) && values.every((value) => value >= 0 && value <= 1)) return { name, kind: 'accuracy', min: accuracyFoot(range.min), max: 1 };
  return { name, kind: 'linear', ...range };
}
