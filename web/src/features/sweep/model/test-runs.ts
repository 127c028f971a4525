import type { RunRecord, Run, Sweep } from '@/api/schemas';

/** A run for tests; only what the test is about needs saying. */
export function aRun(of: Partial<RunRecord> & { number: number }): RunRecord {
  return {
    run_id: `run-${of.number}`,
    sweep_id: 'sweep',
    attempt: 1,
    status: 'FINISHED',
    reason: null,
    parameters: {},
    metrics: {},
    epochs: 3,
    best_epoch: 3,
    seconds: 12,
    phases: {},
    band: null,
    seed: '1',
    intervals: {},
    environment: {},
    tags: {},
    created_at: '2025-03-01T12:00:00Z',
    started_at: null,
    ended_at: null,
    deleted_at: null,
    sequence: of.number,
    ...of,
  };
}

export function aSweep(of: Partial<Sweep> = {}): Sweep {
  return {
    sweep_id: 'sweep',
    name: 'quick',
    description: null,
    project: null,
    status: 'FINISHED',
    reason: null,
    method: 'random',
    model: 'cnn',
    seed: '1',
    runs: {},
    best_run_id: null,
    tags: {},
    created_at: '2025-03-01T12:00:00Z',
    ended_at: null,
    deleted_at: null,
    metric: { name: 'val_accuracy', goal: 'maximize', target: null },
    thresholds: [0.98, 0.99],
    bands: [0, 0, 0],
    planned_runs: 4,
    epochs: 6,
    dataset: {
      name: 'mnist',
      sha256: '',
      train_images: 48000,
      validation_images: 12000,
      test_images: 10000,
      height: 28,
      width: 28,
      channels: 1,
      labels: [],
    },
    sweep_file: { file: 'a.yaml', text: '', overrides: [] },
    metric_kinds: {
      val_accuracy: { goal: 'maximize', unit: 'fraction' },
      val_loss: { goal: 'minimize', unit: 'nats' },
      test_accuracy: { goal: 'maximize', unit: 'fraction' },
    },
    space: {},
    adjustments: [],
    sequence: 1,
    ...of,
  };
}

/** The server's answer with these runs by column. */
export function columnsOf(runs: readonly Run[]) {
  const column = (name: keyof Run) => runs.map((run) => run[name]);
  const named = (name: 'parameters' | 'metrics' | 'tags') =>
    Object.fromEntries([...new Set(runs.flatMap((run) => Object.keys(run[name])))].map((key) => [key, runs.map((run) => run[name][key] ?? null)]));
  const plain = ['run_id', 'number', 'attempt', 'status', 'reason', 'epochs', 'best_epoch', 'seconds', 'band', 'started_at', 'ended_at', 'sequence'] as const;
  return {
    sweep_id: runs[0]?.sweep_id ?? '',
    runs: runs.length,
    total: runs.length,
    images: {},
    columns: {
      ...Object.fromEntries(plain.map((name) => [name, column(name)])),
      ...Object.fromEntries((['parameters', 'metrics', 'tags'] as const).map((name) => [name, named(name)])),
    },
  };
}
