import type { Compared, Comparison } from '@/api/comparison-schemas';
import { epochWord } from '@/lib/epoch-word';
import { bytes, duration, number, parameterText } from '@/lib/format';
import { COSTS, inOrder } from '@/lib/metric-order';
import { methodText } from '@/lib/method-text';
import type { MetricKinds } from '@/lib/metric-kinds';
import { metricDistance, metricText } from '@/lib/metric-text';

/** A run's value beside the baseline's. */
export type Cell = {
  text: string;
  /** How much more or less than the baseline; null where that says nothing. */
  difference: string | null;
  /** Whether that is better or worse; null where nobody knows. */
  good: boolean | null;
};

/** Something of each run, in the runs' order. */
export type Row = { name: string; cells: readonly Cell[]; differs: boolean };

export type Group = { title: string; rows: readonly Row[] };

/** What was set, then what was measured, then what it cost. */
export function groupsOf({ runs, baseline, parameters, metric_kinds: kinds }: Comparison): Group[] {
  const place = runs.findIndex(({ run }) => run.run_id === baseline);
  const figures = (name: string, of: (compared: Compared) => number | null | undefined, how: Figure): Row => figureRow(name, runs.map(of), place, how);
  const texts = (name: string, of: (compared: Compared) => string): Row => textRow(name, runs.map(of));
  const epoch = epochWord(runs.flatMap(({ run }) => Object.keys(run.metrics)));
  const metrics = inOrder([...new Set(runs.flatMap(({ run }) => Object.keys(run.metrics)))]);
  return [
    {
      title: 'Parameters',
      rows: parameters.map(({ name, differs }) => ({ ...textRow(name, runs.map(({ run }) => parameterText(run.parameters[name]))), differs })),
    },
    {
      title: 'Sweep',
      rows: [
        texts('model', ({ sweep }) => sweep.model),
        texts('search', ({ sweep }) => methodText(sweep.method)),
        texts('data set', ({ sweep }) => sweep.dataset?.name ?? '–'),
        texts('train images', ({ sweep }) => number(sweep.dataset?.train_images)),
        texts('validation images', ({ sweep }) => number(sweep.dataset?.validation_images)),
        texts('test images', ({ sweep }) => number(sweep.dataset?.test_images)),
      ],
    },
    {
      title: 'Metrics',
      rows: metrics.filter((name) => !COSTS.includes(name)).map((name) => figures(name, ({ run }) => run.metrics[name], metricFigure(kinds, name, runs))),
    },
    {
      title: 'Time and size',
      rows: [
        figures(`${epoch}s`, ({ run }) => run.epochs, { text: String, goal: null }),
        figures(`best ${epoch}`, ({ run }) => run.best_epoch, { text: (value) => number(value), goal: null }),
        figures('time', ({ run }) => run.seconds, { text: duration, goal: 'minimize' }),
        ...COSTS.filter((name) => metrics.includes(name)).map((name) => figures(name, ({ run }) => run.metrics[name], metricFigure(kinds, name, runs))),
        figures('checkpoint', ({ checkpoint_bytes: size }) => size, { text: bytes, goal: null }),
      ],
    },
  ];
}

type Figure = { text: (value: number) => string; difference?: (value: number) => string; goal: 'minimize' | 'maximize' | null };

function metricFigure(kinds: MetricKinds, name: string, runs: readonly Compared[]): Figure {
  const own = runs.find(({ sweep }) => sweep.metric?.name === name)?.sweep.metric?.goal;
  const goal = kinds[name]?.goal ?? own ?? null;
  return { text: (value) => metricText(kinds, name, value), difference: (value) => metricDistance(kinds, name, value), goal };
}

function figureRow(name: string, values: readonly (number | null | undefined)[], baseline: number, { text, difference = text, goal }: Figure): Row {
  const against = values[baseline];
  const cells = values.map((value, place): Cell => {
    const shown = value === null || value === undefined ? '–' : Number.isFinite(value) ? text(value) : number(value);
    const apart = place === baseline ? Number.NaN : (value ?? Number.NaN) - (against ?? Number.NaN);
    if (!Number.isFinite(apart)) return { text: shown, difference: null, good: null };
    const size = difference(Math.abs(apart));
    // What is written the same is no difference.
    const same = apart === 0 || size === difference(0) || shown === text(against ?? Number.NaN);
    return {
      text: shown,
      difference: same ? '±0' : `${apart > 0 ? '+' : '−'}${size}`,
      good: same || goal === null ? null : apart > 0 === (goal === 'maximize'),
    };
  });
  return { name, cells, differs: new Set(cells.map((cell) => cell.text)).size > 1 };
}

function textRow(name: string, texts: readonly string[]): Row {
  return { name, cells: texts.map((text) => ({ text, difference: null, good: null })), differs: new Set(texts).size > 1 };
}
