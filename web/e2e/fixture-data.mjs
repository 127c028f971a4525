/**
 * Made-up sweeps in the REST API's shape, for looking at the pages without a server. Never part of the build.
 *
 * @typedef {{step: number, value: number | string, timestamp: string}} Point
 * @typedef {Record<string, any>} Json
 * @typedef {{sweep: Json, runs: Json[], metrics: Map<string, Record<string, Point[]>>, evaluations: Map<string, Json>,
 *   checkpoints: Map<string, Json[]>}} FixtureSweep
 */

const LABELS = [...'0123456789'];
const IMAGES = 10_000;
const KEYS = ['train_loss', 'train_accuracy', 'val_loss', 'val_accuracy', 'learning_rate', 'images_per_second', 'network_parameters'];

/** @type {Json} */
export const METRIC_KINDS = {
  learning_rate: { goal: null, unit: 'rate' },
  images_per_second: { goal: 'maximize', unit: 'images_per_second' },
  network_parameters: { goal: 'minimize', unit: 'count' },
  test_cpu_seconds_per_image: { goal: 'minimize', unit: 'seconds' },
};
for (const part of ['train', 'val', 'test']) {
  METRIC_KINDS[`${part}_loss`] = { goal: 'minimize', unit: 'nats' };
  METRIC_KINDS[`${part}_accuracy`] = { goal: 'maximize', unit: 'fraction' };
}

/** As sweepText has it. */
const SPACE = {
  filters: { distribution: 'categorical', min: null, max: null, log: false },
  dense_units: { distribution: 'categorical', min: null, max: null, log: false },
  dropout: { distribution: 'uniform', min: 0, max: 0.5, log: false },
  l2: { distribution: 'log_uniform_values', min: 1e-6, max: 1e-3, log: true },
  batch_size: { distribution: 'categorical', min: null, max: null, log: false },
  learning_rate: { distribution: 'log_uniform_values', min: 3e-4, max: 3e-3, log: true },
};

/** @param {number} seed @returns {() => number} uniform in [0, 1), the same for the same seed */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** @param {() => number} next @param {number} length */
const hex = (next, length) => Array.from({ length }, () => Math.floor(next() * 16).toString(16)).join('');

/** @param {number} value @param {number} [digits] */
const round = (value, digits = 4) => Number(value.toFixed(digits));

/** Wilson's 95 % interval. @param {number} p @param {number} n @returns {[number, number]} */
function wilson(p, n) {
  const z = 1.959964;
  const centre = (p + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  return [round(Math.max(0, centre - half), 6), round(Math.min(1, centre + half), 6)];
}

/** @param {number} base @param {number} seconds */
const at = (base, seconds) => new Date(base + seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');

/**
 * @param {{name: string, seed: number, runs: number, epochs: number, status: string, started: number,
 *   running?: boolean, diverged?: number}} options
 * @returns {FixtureSweep}
 */
export function makeSweep({ name, seed, runs: total, epochs, status, started, running = false, diverged = 5 }) {
  const next = random(seed);
  const sweepId = hex(next, 32);
  const metrics = new Map();
  const evaluations = new Map();
  const checkpoints = new Map();
  /** @type {Json[]} */
  const runs = [];
  let clock = 0;
  for (let number = 1; number <= total; number++) {
    const runId = hex(next, 32);
    const parameters = {
      filters: next() < 0.5 ? [16, 32] : [32, 64],
      dense_units: next() < 0.5 ? 64 : 128,
      dropout: round(next() * 0.5, 3),
      l2: Number((10 ** (-6 + 3 * next())).toPrecision(4)),
      batch_size: next() < 0.5 ? 64 : 128,
      learning_rate: Number((10 ** (-3.52 + next())).toPrecision(4)),
    };
    const fails = number === diverged;
    const goesOn = running && number === total;
    const recorded = fails ? 2 : goesOn ? Math.ceil(epochs / 2) : epochs;
    const distance = Math.abs(Math.log10(parameters.learning_rate) + 2.9);
    const ceiling = 0.9916 - 0.045 * distance ** 2 - 4 * parameters.l2 - (parameters.dense_units === 64 ? 0.0012 : 0) +
      (parameters.filters[0] === 32 ? 0.0012 : -0.0006) + (next() - 0.5) * 0.0012;
    const speed = (parameters.filters[0] === 32 ? 3900 : 7300) * (parameters.batch_size === 128 ? 1.12 : 1);
    /** @type {Record<string, Point[]>} */
    const series = Object.fromEntries(KEYS.map((key) => [key, []]));
    let bestEpoch = 0;
    let best = -1;
    let seconds = 0;
    for (let step = 1; step <= recorded; step++) {
      const broken = fails && step === 2;
      const val = ceiling - 0.05 * Math.exp(-1.15 * step) - 0.004 / step + (next() - 0.5) * 0.0016;
      const train = Math.min(1, val + 0.0035 * Math.log(step) - 0.006 / step + 0.001);
      const rate = speed * (0.96 + 0.08 * next());
      seconds += 48_000 / rate;
      const values = {
        train_loss: broken ? 'NaN' : round(3.1 * (1 - train) + 0.004, 5),
        train_accuracy: broken ? 0.0987 : round(train, 6),
        val_loss: broken ? 'NaN' : round(3.2 * (1 - val) + 0.006, 5),
        val_accuracy: broken ? 0.0978 : round(fails ? val - 0.06 : val, 6),
        learning_rate: round(parameters.learning_rate * (step > epochs * 0.7 ? 0.5 : 1), 8),
        images_per_second: round(rate, 1),
        network_parameters: parameters.filters[0] === 32 ? 421_642 : 113_386,
      };
      for (const [key, value] of Object.entries(values)) {
        series[key].push({ step, value, timestamp: at(started, clock + seconds) });
      }
      if (values.val_accuracy > best) {
        best = values.val_accuracy;
        bestEpoch = step;
      }
    }
    const finished = !fails && !goesOn;
    const ofBest = Object.fromEntries(KEYS.map((key) => [key, series[key][bestEpoch - 1].value]));
    if (fails) {
      ofBest.train_loss = 'NaN';
      ofBest.val_loss = 'NaN';
    }
    const intervals = {
      train_accuracy: wilson(Number(ofBest.train_accuracy), 48_000),
      val_accuracy: wilson(Number(ofBest.val_accuracy), 12_000),
    };
    let band = null;
    if (finished) {
      const evaluation = evaluate(next, Math.round((best + 0.0004 + (next() - 0.5) * 0.001) * IMAGES));
      evaluations.set(runId, evaluation);
      Object.assign(ofBest, { test_loss: evaluation.loss, test_accuracy: evaluation.accuracy, test_cpu_seconds_per_image: round(0.3 / speed, 8) });
      Object.assign(intervals, { test_accuracy: wilson(evaluation.accuracy, IMAGES) });
      band = [0.98, 0.99].filter((limit) => evaluation.accuracy >= limit).length;
    }
    metrics.set(runId, series);
    checkpoints.set(runId, [...new Set(finished ? [bestEpoch] : [bestEpoch, recorded])].map((epoch) => ({
      run_id: runId, epoch, bytes: parameters.filters[0] === 32 ? 5_139_482 : 1_403_118, sha256: hex(next, 64),
      best: epoch === bestEpoch, created_at: series.val_accuracy[epoch - 1].timestamp,
    })));
    runs.push({
      run_id: runId, sweep_id: sweepId, number, attempt: 1,
      status: fails ? 'FAILED' : goesOn ? 'RUNNING' : 'FINISHED',
      reason: fails ? 'diverged: train_loss is NaN at epoch 2' : null,
      parameters, metrics: ofBest, epochs: recorded, best_epoch: bestEpoch, seconds: round(seconds + 1.9, 3), band,
      phases: {
        data: round(0.02 * seconds), forward: round(0.33 * seconds), backward: round(0.46 * seconds), update: round(0.06 * seconds),
        evaluation: round(0.1 * seconds), recording: round(0.01 * seconds), other: round(0.03 * seconds + 1.9),
      },
      seed: Math.floor(next() * 2 ** 50), intervals,
      environment: {
        java: '17.0.17', deeplearning4j: '1.0.0-M2.1', nd4j_backend: 'nd4j-native', onednn: 'on', blas: 'OPENBLAS',
        os: 'Linux 6.8', cpu: 'x86_64, 2 cores', trawl: '0.1.0',
      },
      tags: number === 1 ? { note: 'first of the new seed' } : {}, deleted_at: null,
      created_at: at(started, clock), started_at: at(started, clock + 0.2),
      ended_at: goesOn ? null : at(started, clock + seconds + 1.9), sequence: number * 10,
    });
    clock += (seconds + 2) / 2;
  }
  const record = {
    sweep_id: sweepId, name, description: 'A convolutional network on handwritten digits.', project: null, status, reason: null,
    method: 'random', model: 'cnn', seed: 42, runs: {}, best_run_id: null, tags: {}, deleted_at: null, created_at: at(started, -1),
    ended_at: status === 'RUNNING' ? null : at(started, clock + 60),
    metric: { name: 'val_accuracy', goal: 'maximize', target: null }, thresholds: [0.98, 0.99], bands: [0, 0, 0],
    planned_runs: total, epochs,
    dataset: {
      name: 'mnist', sha256: hex(next, 64), train_images: 48_000, validation_images: 12_000, test_images: IMAGES,
      height: 28, width: 28, channels: 1, labels: LABELS,
    },
    sweep_file: { file: `sweeps/${name}.yaml`, text: sweepText(name, total, epochs), overrides: [`run_cap=${total}`] },
    space: SPACE,
    adjustments: [{ key: 'run_cap', before: String(total - 2), after: String(total), job: 3, by: 'ada', adjusted_at: at(started, 9) }],
    metric_kinds: METRIC_KINDS,
    sequence: total * 10 + 5,
  };
  const fixture = { sweep: record, runs, metrics, evaluations, checkpoints };
  tally(fixture);
  return fixture;
}

/** Brings a sweep's counts, bands and best run up to date with its runs. @param {FixtureSweep} fixture */
export function tally({ sweep, runs }) {
  sweep.runs = {};
  sweep.bands = [0, 0, 0];
  /** @type {Json | null} */
  let best = null;
  for (const run of runs) {
    sweep.runs[run.status] = (sweep.runs[run.status] ?? 0) + 1;
    if (run.status !== 'FINISHED') continue;
    sweep.bands[run.band] += 1;
    if (!best || run.metrics.val_accuracy > best.metrics.val_accuracy) best = run;
  }
  sweep.best_run_id = best?.run_id ?? null;
}

/** @param {() => number} next @param {number} correct @returns {Json} */
function evaluate(next, correct) {
  const support = [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009];
  const confusion = support.map((n, row) => LABELS.map((_, column) => (row === column ? n : 0)));
  const lookAlike = [6, 7, 7, 5, 9, 3, 0, 2, 9, 4];
  for (let wrong = IMAGES - correct; wrong > 0; wrong--) {
    const row = Math.floor(next() * 10);
    const column = next() < 0.55 ? lookAlike[row] : (row + 1 + Math.floor(next() * 9)) % 10;
    confusion[row][column] += 1;
    confusion[row][row] -= 1;
  }
  const right = confusion.reduce((sum, counts, i) => sum + counts[i], 0);
  return {
    loss: round(3.0 * (1 - right / IMAGES) + 0.003, 5), accuracy: right / IMAGES, images: IMAGES, confusion,
    classes: LABELS.map((label, i) => ({
      label,
      precision: round(confusion[i][i] / confusion.reduce((sum, counts) => sum + counts[i], 0), 6),
      recall: round(confusion[i][i] / support[i], 6),
      f1: round((2 * confusion[i][i]) / (support[i] + confusion.reduce((sum, counts) => sum + counts[i], 0)), 6),
      support: support[i],
    })),
  };
}

/** @param {string} name @param {number} cap @param {number} epochs */
const sweepText = (name, cap, epochs) => `# sweeps/${name}.yaml
name: ${name}
description: A convolutional network on handwritten digits.
dataset: {name: mnist, validation_split: 0.2}
model: cnn
method: random
seed: 42
run_cap: ${cap}
metric: {name: val_accuracy, goal: maximize}
thresholds: [0.98, 0.99]
parameters:
  filters:       {values: [[16, 32], [32, 64]]}
  dense_units:   {values: [64, 128]}
  dropout:       {min: 0.0, max: 0.5}
  l2:            {distribution: log_uniform_values, min: 1e-6, max: 1e-3}
  batch_size:    {values: [64, 128]}
  learning_rate: {distribution: log_uniform_values, min: 3e-4, max: 3e-3}
training:
  epochs: ${epochs}
  early_stopping: {monitor: val_loss, patience: 3}
  reduce_lr:      {monitor: val_loss, factor: 0.5, patience: 2}
`;

/** @param {FixtureSweep} fixture @returns {Json} */
export function importance({ runs }) {
  const finished = runs.filter((run) => run.status === 'FINISHED').length;
  const values = /** @type {[string, number | null, number | null][]} */ ([
    ['learning_rate', 0.58, 0.41], ['filters', 0.17, null], ['dense_units', 0.11, 0.35], ['l2', 0.08, -0.3],
    ['dropout', 0.05, -0.08], ['batch_size', 0.01, 0.02],
  ]);
  return {
    metric: 'val_accuracy', runs: finished,
    parameters: values.map(([name, share, correlation]) => ({ name, importance: share, correlation })),
    note: finished < 20 ? `Only ${finished} finished runs: treat the order as a hint.` : null,
  };
}

/**
 * At each rung the better half goes on.
 * @param {FixtureSweep} fixture
 */
export function decisions({ runs, metrics }) {
  return [1, 2].flatMap((rung) => {
    const there = runs.flatMap((run) => {
      const value = metrics.get(run.run_id)?.val_accuracy?.[rung - 1]?.value;
      return value === undefined ? [] : [{ run_id: run.run_id, job: run.number, value: Number(value) }];
    }).sort((a, b) => b.value - a.value);
    const threshold = there[Math.floor((there.length - 1) / 2)]?.value ?? 0;
    return there.map(({ run_id, job, value }, index) => ({ run_id, job, kind: value >= threshold ? 'PROMOTE' : 'STOP', epoch: rung, known: job - 1, rank: { rung, value, threshold, rank: index + 1, of: there.length }, standing: null }));
  });
}

/** @param {FixtureSweep} fixture @returns {Json} */
export function diagnosis({ runs }) {
  const failed = runs.filter((run) => run.status === 'FAILED');
  return {
    findings: [
      ...failed.slice(0, 1).map((run) => ({
        severity: 'warning', title: 'A run diverged',
        detail: `Its loss became NaN at epoch 2 with learning_rate ${run.parameters.learning_rate}.`,
        run_ids: failed.map((each) => each.run_id), changes: [],
      })),
      {
        severity: 'info', title: 'The best two runs can’t be told apart',
        detail: 'Their 95 % intervals overlap: more test images, or more seeds, would be needed.', run_ids: [], changes: [],
      },
    ],
  };
}

/** @param {Record<string, any>} run @returns {Json} */
export function runDiagnosis(run) {
  return {
    findings: run.number % 3 !== 0 ? [] : [{
      severity: 'warning', title: 'It overfits',
      detail: 'Its train_accuracy is 99.95 % and its val_accuracy 96.10 %: they are 3.9 points apart, and more than 2 is far. Try training.augmentation {rotation: 10, shift: 0.1, scale: 0.1} or dropout 0.5 (now 0.25).',
      run_ids: [run.run_id],
      changes: [{ key: 'training.augmentation', value: '{rotation: 10, shift: 0.1, scale: 0.1}', now: null }, { key: 'dropout', value: '0.5', now: '0.25' }],
    }],
  };
}

/** @param {FixtureSweep} fixture */
export function advice({ sweep, runs }) {
  const learning = runs.slice(0, 3).map((run) => run.run_id);
  return {
    changes: [
      { parameter: 'learning_rate', text: 'from 3e-4 to 0.01', reason: '2 of the best 3 runs have it in the uppermost 5 % of 3e-4 to 0.003: the best value may lie beyond', run_ids: learning },
      { parameter: 'dense_units', text: 'fixed to 128', reason: 'by itself it explains 0.3 % of the differences between 24 runs: the best run’s value will do', run_ids: [] },
    ],
    file: `# The sweep to run after ${sweep.name}\n${sweep.sweep_file.text}`,
  };
}

export const setProblem = {
  title: 'The sweep file is not valid', status: 400, detail: '1 problem',
  problems: [{ file: '--set run_cap=0', line: 1, column: 9, found: '0', expected: 'an integer of at least 1', nearest: null }],
};

export const check = {
  valid: false, name: 'mnist-quick', method: 'random', planned_runs: 8, space_size: null,
  parameters: [{ name: 'dropout', distribution: 'uniform from 0.0 to 0.5' }, { name: 'batch_size', distribution: 'one of 64, 128' }],
  problems: [{ file: 'sweeps/mine.yaml', line: 12, column: 3, found: 'learning_rat', expected: 'a hyperparameter of cnn', nearest: 'learning_rate' }],
  warnings: [],
};

export const problem = {
  title: 'The sweep file is not valid', status: 400, detail: '1 problem', problems: check.problems,
};

/** @param {number} now @returns {FixtureSweep[]} newest first, as the server lists them */
export function makeSweeps(now) {
  return [
    makeSweep({ name: 'mnist-quick', seed: 88, runs: 8, epochs: 6, status: 'RUNNING', started: now - 420_000, running: true }),
    makeSweep({ name: 'mnist-random', seed: 21, runs: 24, epochs: 20, status: 'FINISHED', started: now - 90_000_000, diverged: 17 }),
    makeSweep({ name: 'wide', seed: 33, runs: 1500, epochs: 10, status: 'STOPPED', started: now - 400_000_000, diverged: 99 }),
  ];
}
