import type { Run, Sweep } from '@/api/schemas';

/** A run for tests; only what the test is about needs saying. */
export function aRun(of: Partial<Run> & { number: number }): Run {
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
    sequence: 1,
    ...of,
  };
}
