import type { Run, Sweep } from '@/api/schemas';
import { number, plural } from '@/lib/format';

/** Why a run is the best: how far ahead of the second, and whether that could be chance. */
export type BestRun = {
  run: Run;
  value: number;
  /** The runner-up by the same metric; null when no other run finished, and where finals decided. */
  second: { run: Run; value: number; margin: number; couldBeChance: boolean | null } | null;
  /** Whether it won the finals: then its own value need not be the best. */
  won: boolean;
  /** How many runs it was chosen from. */
  finished: number;
};

/** More are counted, not listed. */
const FEW_RUNS = 6;

/**
 * The winner of the finals, or else the best finished run by the sweep's metric, ties to the lower number; null before one has finished, and without a metric.
 *
 * @param number of the one that the server takes for it; null where that isn't known
 */
export function bestRun(sweep: Sweep, runs: readonly Run[], number = bestNumber(sweep, runs)): BestRun | null {
  const ranked = rankedRuns(sweep, runs);
  const named = ranked.find(({ run }) => run.number === number);
  const first = firstOf(sweep, ranked);
  const won = runs.some((run) => isOfFinals(run)) ? named : undefined;
  // The server knows all digits of what is equal here.
  const best = won ?? (named?.value === first?.value ? named : undefined) ?? first;
  const second = won ? undefined : firstOf(sweep, ranked.filter((each) => each !== best));
  if (!best || !sweep.metric) return null;
  const { name } = sweep.metric;
  return {
    run: best.run,
    value: best.value,
    won: won !== undefined,
    second: second
      ? {
          ...second,
          margin: Math.abs(best.value - second.value),
          couldBeChance: couldBeChance(name, best.run, second.run),
        }
      : null,
    finished: ranked.length,
  };
}

/** The number of the run that the server takes for the best; null for none, and where its id isn't here. */
export function bestNumber({ best_run_id: id }: Sweep, runs: readonly Run[]): number | null {
  return id === null ? null : (runs.find((run) => run.run_id === id)?.number ?? null);
}

/** Which finished runs can't be ranked, and why; null when all can. */
export function unrankedText({ metric }: Sweep, runs: readonly Run[]): string | null {
  if (!metric) return null;
  const { name } = metric;
  const unranked = runs.filter((run) => run.status === 'FINISHED' && !Number.isFinite(run.metrics[name] ?? Number.NaN));
  const [first] = unranked;
  if (!first) return null;
  if (unranked.length > FEW_RUNS) return `${plural(unranked.length, 'finished run')} without a finite ${name}`;
  if (unranked.length > 1) return `runs ${unranked.map((run) => run.number).join(', ')}, without a finite ${name}`;
  const value = first.metrics[name];
  return `run ${first.number}, ${value === undefined || value === null ? `without ${name}` : `whose ${name} is ${number(value)}`}`;
}

/** Whether it repeats another run, whose parameters it has, once the search is over. */
export function isOfFinals(run: Run): boolean {
  return typeof run.parent === 'string';
}

type Ranked = { run: Run; value: number };

/** Finished runs of the search with a finite value of the sweep's metric, in their order; none without a metric. */
function rankedRuns({ metric }: Sweep, runs: readonly Run[]): Ranked[] {
  if (!metric) return [];
  return runs.flatMap((run) => {
    const value = run.metrics[metric.name];
    return run.status === 'FINISHED' && !isOfFinals(run) && typeof value === 'number' && Number.isFinite(value) ? [{ run, value }] : [];
  });
}

/** The best, ties to the lower number: of thousands of runs no other place is asked for. */
function firstOf({ metric }: Sweep, ranked: readonly Ranked[]): Ranked | undefined {
  const sign = metric?.goal === 'maximize' ? -1 : 1;
  const before = (a: Ranked, b: Ranked): number => sign * (a.value - b.value) || a.run.number - b.run.number;
  return ranked.reduce<Ranked | undefined>((first, each) => (first === undefined || before(each, first) < 0 ? each : first), undefined);
}

/**
 * Whether 0 lies within the 95 % interval of the two accuracies' difference, made of their own intervals by method 10 of
 * R. G. Newcombe, Interval estimation for the difference between independent proportions (1998): as the server judges a
 * lead. Null for a metric without intervals, and where there is no lead.
 */
function couldBeChance(metric: string, best: Run, second: Run): boolean | null {
  const [a, b] = [best.metrics[metric], second.metrics[metric]];
  const [ofA, ofB] = [best.intervals[metric], second.intervals[metric]];
  if (!ofA || !ofB || typeof a !== 'number' || typeof b !== 'number' || a === b) return null;
  return a - b - Math.hypot(a - ofA[0], ofB[1] - b) <= 0;
}
