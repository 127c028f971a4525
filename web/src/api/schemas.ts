import { z } from 'zod';
import type { ParameterValue } from '@/lib/format';
import { byName, listOf, NO_VALUES } from './records-of';

// The server's content policy forbids eval; without this zod tries it once and the browser logs a violation.
z.config({ jitless: true });

/** A JSON number, or one of the three strings that stand for numbers JSON doesn't have. */
export const realSchema = z.union([
  z.number(),
  z.enum(['NaN', 'Infinity', '-Infinity']).transform((text) => Number(text)),
]);

/** A whole number beyond 2^53, as `parseJson` has it. */
const wholeSchema = z.strictObject({ '': z.string() }).transform((whole) => BigInt(whole['']));
/** A count; nobody needs the last digits of one beyond 2^53. */
const countSchema = z.union([z.number(), wholeSchema.transform(Number)]);

export const parameterSchema: z.ZodType<ParameterValue> = z.union([
  z.number(),
  z.string(),
  z.boolean(),
  z.null(),
  wholeSchema,
  z.lazy(() => z.array(parameterSchema)),
]);
const metricsSchema = byName(realSchema.nullable());
const intervalSchema = z.tuple([realSchema, realSchema]);
/** Text, for a seed may have more digits than a JavaScript number keeps. */
const seedSchema = z.union([z.number(), z.string(), wholeSchema]).transform(String);
const textsSchema = byName(z.string());

export const sweepStatusSchema = z.enum(['RUNNING', 'FINISHED', 'STOPPED', 'INTERRUPTED', 'FAILED']);

export const runStatusSchema = z.enum([
  'SCHEDULED',
  'RUNNING',
  'PAUSED',
  'FINISHED',
  'PRUNED',
  'FAILED',
  'KILLED',
  'INTERRUPTED',
]);

export const datasetSchema = z.object({
  name: z.string(),
  sha256: z.string(),
  train_images: z.number(),
  validation_images: z.number(),
  test_images: z.number(),
  height: z.number(),
  width: z.number(),
  channels: z.number(),
  labels: z.array(z.string()),
});

/** Where a hyperparameter's values come from; without ends where they are listed. */
const spaceSchema = z.object({
  distribution: z.string(),
  min: realSchema.nullable(),
  max: realSchema.nullable(),
  log: z.boolean(),
});

export const metricKindSchema = z.object({
  goal: z.enum(['minimize', 'maximize']).nullable(),
  unit: z.enum(['fraction', 'nats', 'rate', 'images_per_second', 'bytes', 'plain']),
});

/** A change of a sweep after its start; without a job while its owner has not obeyed it. */
const adjustmentSchema = z.object({
  key: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  job: countSchema.nullable(),
  by: z.string(),
  adjusted_at: z.string(),
});

export const sweepSchema = z.object({
  sweep_id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  project: z.string().nullable(),
  status: sweepStatusSchema,
  reason: z.string().nullable(),
  method: z.string(),
  model: z.string(),
  seed: seedSchema,
  runs: z.record(z.string(), z.number()),
  best_run_id: z.string().nullable(),
  tags: textsSchema,
  created_at: z.string(),
  ended_at: z.string().nullable(),
  deleted_at: z.string().nullable(),
  /** Null where a program of its own named none. */
  metric: z
    .object({
      name: z.string(),
      goal: z.enum(['maximize', 'minimize']),
      target: realSchema.nullable(),
    })
    .nullable(),
  thresholds: z.array(z.number()),
  bands: z.array(z.number()),
  planned_runs: z.number().nullable(),
  epochs: z.number(),
  /** Null where a program of its own named none. */
  dataset: datasetSchema.nullable(),
  sweep_file: z.object({ file: z.string(), text: z.string(), overrides: z.array(z.string()) }),
  /** By hyperparameter, as the sweep file has it; empty for runs of a program's own loop, and in lists. */
  space: byName(spaceSchema).default(() => NO_VALUES),
  /** What people changed of it since its start, in their order; empty in lists. */
  adjustments: z.array(adjustmentSchema).default(() => []),
  /** Of the metrics that are known; empty in lists. */
  metric_kinds: byName(metricKindSchema).default(() => NO_VALUES),
  sequence: z.number(),
});

/** What a list of sweeps can be filtered by. */
export const sweepChoicesSchema = z.object({
  projects: z.array(z.string()),
  datasets: z.array(z.string()),
  methods: z.array(z.string()),
  tags: z.array(z.string()),
});

export const runSchema = z.object({
  run_id: z.string(),
  sweep_id: z.string(),
  number: z.number(),
  attempt: z.number(),
  /** The id of the run that it repeats in the finals. */
  parent: z.string().nullish(),
  status: runStatusSchema,
  reason: z.string().nullable(),
  parameters: byName(parameterSchema),
  metrics: metricsSchema,
  epochs: z.number(),
  best_epoch: z.number().nullable(),
  seconds: realSchema,
  phases: byName(realSchema),
  band: z.number().nullable(),
  seed: seedSchema,
  intervals: byName(intervalSchema),
  environment: textsSchema,
  tags: textsSchema,
  created_at: z.string(),
  started_at: z.string().nullable(),
  ended_at: z.string().nullable(),
  deleted_at: z.string().nullable(),
  sequence: z.number(),
});

const blankSweep: z.output<typeof sweepSchema> = {
  sweep_id: '',
  name: 'unreadable',
  description: null,
  project: null,
  status: 'FAILED',
  reason: null,
  method: '',
  model: '',
  seed: '',
  runs: {},
  best_run_id: null,
  tags: NO_VALUES,
  created_at: '',
  ended_at: null,
  deleted_at: null,
  metric: null,
  thresholds: [],
  bands: [],
  planned_runs: null,
  epochs: 0,
  space: NO_VALUES,
  adjustments: [],
  metric_kinds: NO_VALUES,
  dataset: null,
  sweep_file: { file: '', text: '', overrides: [] },
  sequence: 0,
};

const blankRun: z.output<typeof runSchema> = {
  run_id: '',
  sweep_id: '',
  number: 0,
  attempt: 1,
  status: 'FAILED',
  reason: null,
  parameters: NO_VALUES,
  metrics: NO_VALUES,
  epochs: 0,
  best_epoch: null,
  seconds: 0,
  phases: NO_VALUES,
  band: null,
  seed: '',
  intervals: NO_VALUES,
  environment: NO_VALUES,
  tags: NO_VALUES,
  created_at: '',
  started_at: null,
  ended_at: null,
  deleted_at: null,
  sequence: 0,
};

/** Lists, of which one odd record never hides the others. */
export const sweepsSchema = listOf(sweepSchema, blankSweep);
/** Of a list that was asked for its sweeps' best runs, too; null without one, and where it isn't known. */
export const listedSweepSchema = sweepSchema.extend({ best_run: runSchema.nullable() });
export const listedSweepsSchema = listOf(listedSweepSchema, { ...blankSweep, best_run: null });
export const runsSchema = listOf(runSchema, blankRun);

export const evaluationSchema = z.object({
  loss: realSchema,
  accuracy: realSchema,
  images: z.number(),
  confusion: z.array(z.array(z.number())),
  classes: z.array(
    z.object({
      label: z.string(),
      precision: realSchema.nullable(),
      recall: realSchema.nullable(),
      f1: realSchema.nullable(),
      support: z.number(),
    }),
  ),
});

/** What the search decided about a job of a run, and why; a start has no rank. */
const decisionSchema = z.object({
  job: countSchema,
  kind: z.string(),
  epoch: countSchema,
  known: countSchema,
  rank: z
    .object({
      rung: countSchema,
      value: realSchema,
      threshold: realSchema.nullable(),
      rank: countSchema,
      of: countSchema,
    })
    .nullable(),
  standing: z
    .object({
      round: countSchema,
      rank: countSchema,
      of: countSchema,
      mean: realSchema.nullable(),
      interval: z.object({ low: realSchema, high: realSchema }).nullable(),
      p: realSchema.nullable(),
      best: realSchema.nullable(),
    })
    .nullish(),
});

/** What the best run is really worth, by its finals or corrected for having been chosen: for people. */
export const winnerSchema = z.object({ text: z.string().nullable() });

/** Why a run failed, and what helps. */
const failureSchema = z.object({ message: z.string(), trace: z.string().nullable(), advice: z.string().nullable() });

/** What is kept of a run's log: its beginning, its end, and how many characters are left out between them. */
export const runLogSchema = z.object({
  run_id: z.string(),
  head: z.string(),
  tail: z.string(),
  omitted: countSchema,
  failure: z.object({ message: z.string(), trace: z.string() }).nullable(),
});

/** What the whole process used of the machine while it trained a run; without samples where that was not recorded. */
export const processUsageSchema = z.object({
  run_id: z.string(),
  samples: z.array(
    z.object({
      /** Milliseconds since 1970. */
      at: countSchema,
      heap_bytes: countSchema,
      /** In memory beside Java's heap; null where the system doesn't tell. */
      native_bytes: countSchema.nullable(),
      /** How many computed, on average since the sample before. */
      cores: realSchema,
    }),
  ),
});

export const runDetailSchema = runSchema.extend({
  evaluation: evaluationSchema.nullable(),
  decisions: z.array(decisionSchema).default(() => []),
  reproduce: z.string(),
  failure: failureSchema.nullish(),
  /** Where it was trained, the first place first; the environment has what the latest has of its own. */
  trained_on: z
    .array(z.object({ began_at: z.string(), host: z.string().nullish(), processor: z.string().nullish() }))
    .default(() => []),
  metric_kinds: byName(metricKindSchema).default(() => NO_VALUES),
});

const pointSchema = z.object({
  step: countSchema,
  value: realSchema,
  /** When it was recorded; of a run's metrics alone. */
  timestamp: z.string().optional(),
});
/** A curve that can't be read costs only itself. */
const curveSchema = z.array(pointSchema).catch([]);

/** How the curves of runs spread that aren't sent: below each line lies a share of those that were looked at. */
const restSchema = z.object({
  runs: z.number(),
  sampled: z.number(),
  spread: z.array(z.object({ share: z.number(), points: curveSchema })),
});

export const sweepMetricsSchema = z.object({
  key: z.string(),
  runs: byName(curveSchema),
  rest: restSchema.optional(),
});

export const runMetricsSchema = z.object({
  run_id: z.string(),
  metrics: byName(curveSchema),
});

export const checkpointSchema = z.object({
  run_id: z.string(),
  epoch: z.number(),
  bytes: z.number(),
  sha256: z.string(),
  best: z.boolean(),
  created_at: z.string(),
});

export const importanceSchema = z.object({
  metric: z.string().nullable(),
  runs: z.number(),
  parameters: z.array(
    z.object({
      name: z.string(),
      importance: realSchema.nullable(),
      correlation: realSchema.nullable(),
    }),
  ),
  note: z.string().nullable(),
});

const findingSchema = z.object({
  severity: z.enum(['info', 'warning', 'error']),
  title: z.string(),
  detail: z.string(),
  run_ids: z.array(z.string()),
  /** Of the sweep file; what it is now is null where the file says nothing. */
  changes: z.array(z.object({ key: z.string(), value: z.string(), now: z.string().nullable() })),
});

/** What a sweep's numbers say about themselves, or a run's. */
export const diagnosisSchema = z.object({ findings: z.array(findingSchema) });

/** How many of a sweep's runs have which finding, the worst first. */
export const runFindingsSchema = z.object({
  runs: z.number(),
  without: z.number(),
  kinds: z.array(z.object({ title: z.string(), severity: findingSchema.shape.severity, numbers: z.array(z.number()) })),
});

/** What a sweep's runs say about its space, and the file of the sweep to run next; null when they say nothing. */
export const adviceSchema = z.object({
  changes: z.array(
    z.object({
      parameter: z.string(),
      text: z.string(),
      reason: z.string(),
      run_ids: z.array(z.string()),
    }),
  ),
  file: z.string().nullable(),
});

export const problemSchema = z.object({
  file: z.string(),
  line: z.number(),
  column: z.number(),
  found: z.string(),
  expected: z.string(),
  nearest: z.string().nullable(),
});

export const errorSchema = z.object({
  title: z.string(),
  status: z.number(),
  detail: z.string().nullable(),
  problems: z.array(problemSchema).default([]),
});

/** What a sweep would be trained on here, and what that takes; a part is null where it isn't known. */
const estimateSchema = z.object({
  train_images: z.number().nullable(),
  validation_images: z.number().nullable(),
  test_images: z.number().nullable(),
  height: z.number().nullable(),
  width: z.number().nullable(),
  channels: z.number().nullable(),
  classes: z.number().nullable(),
  memory: z
    .object({ least_bytes: countSchema, most_bytes: countSchema, workers: z.number(), available_bytes: countSchema })
    .nullable(),
  time: z
    .object({
      shortest_seconds: realSchema,
      median_seconds: realSchema,
      longest_seconds: realSchema,
      total_seconds: realSchema.nullable(),
      workers: z.number(),
      tried_runs: z.number(),
    })
    .nullable(),
  warnings: z.array(z.string()),
  problem: z.string().nullable(),
});

/** The file to begin another sweep with. */
export const againSchema = z.object({ sweep_id: z.string(), run: z.number().nullable(), text: z.string() });

export const checkSchema = z.object({
  valid: z.boolean(),
  name: z.string().nullable(),
  method: z.string().nullable(),
  planned_runs: z.number().nullable(),
  budget_seconds: z.number().nullish(),
  space_size: countSchema.nullable(),
  parameters: z.array(z.object({ name: z.string(), distribution: z.string(), when: z.string().nullish() })),
  data: estimateSchema.nullish(),
  problems: z.array(problemSchema),
  warnings: z.array(z.union([problemSchema, z.string()])),
});

/** What is known of one format of an exported folder. */
const exportedFormatSchema = z.object({
  format: z.string(),
  file: z.string(),
  bytes: z.number(),
  accuracy: realSchema,
  images: z.number(),
  quantised: z.boolean(),
  predictions_that_differ: z.number(),
  paired_difference: z.object({ accuracy: realSchema, low: realSchema, high: realSchema, mcnemar_p: realSchema }),
  microseconds_an_image: realSchema,
  images_per_second_in_batches_of_64: realSchema,
  compared_with: z.string(),
  image_speedup: realSchema,
  batch_speedup: realSchema,
});

const exportReportSchema = z.object({
  run_id: z.string(),
  directory: z.string().nullable(),
  test_accuracy: realSchema,
  verified: z.boolean(),
  formats: z.array(exportedFormatSchema),
  notes: z.array(z.string()),
  files: z.array(z.object({ name: z.string(), bytes: z.number(), sha256: z.string() })),
});

/** What is asked of an export. */
const exportWishSchema = z.object({ formats: z.array(z.string()), tolerance: z.number(), server: z.boolean() });

/** An export that the server makes, or made a while ago. */
export const exportJobSchema = z.object({
  export_id: z.string(),
  run_id: z.string(),
  sweep_id: z.string(),
  wish: exportWishSchema,
  status: z.enum(['queued', 'exporting', 'exported', 'failed', 'cancelled']),
  progress: z.object({ step: z.string(), done: z.number(), of: z.number() }).nullable(),
  report: exportReportSchema.nullable(),
  zip: z.object({ name: z.string(), bytes: z.number() }).nullable(),
  problem: z.string().nullable(),
});

/** A start that takes longer than a request waits, mostly for data. */
export const launchSchema = z.object({
  launch_id: z.string(),
  name: z.string(),
  status: z.enum(['starting', 'started', 'failed']),
  sweep_id: z.string().nullable(),
  problem: z.string().nullable(),
});

/** What starting or resuming a sweep answers. */
export const startSchema = z.union([sweepSchema, launchSchema]);

/** Of this server: what is not true is refused, so the page does not offer it. */
export const serverSchema = z.object({
  starts_sweeps: z.boolean(),
  starting: z.array(launchSchema),
  /** The formats that a run can be exported in, of these what is usual and what a server needs one of; null where none is exported. */
  exports: z
    .object({ formats: z.array(z.string()), defaults: z.array(z.string()), served: z.array(z.string()) })
    .nullable(),
});

/** A record that is not as it was written, and so in no answer. */
const damageSchema = z.object({
  sweep_id: z.string().nullable(),
  run_id: z.string().nullable(),
  epoch: z.number().nullable(),
  description: z.string(),
});
export const damagesSchema = z.array(damageSchema);

/** What decided whether an alias moves; `text` says it for people. */
const pairedTestSchema = z.object({
  incumbent: z.number(),
  images: z.enum(['validation', 'test']),
  compared: z.number(),
  gained: z.number(),
  lost: z.number(),
  difference: z.number(),
  low: z.number(),
  high: z.number(),
  p: z.number(),
  better: z.boolean(),
  text: z.string(),
});

/** A registered version; without a run and a sweep where a repair of the database lost them. */
export const modelVersionSchema = z.object({
  name: z.string(),
  version: z.number(),
  aliases: z.array(z.string()),
  accuracy: z.number().nullable(),
  bytes: z.number(),
  formats: z.array(
    z.object({
      format: z.string(),
      file: z.string(),
      bytes: z.number(),
      accuracy: z.number(),
      correct: z.number(),
      images: z.number(),
    }),
  ),
  files: z.array(z.object({ path: z.string(), bytes: z.number(), sha256: z.string() })),
  registered_at: z.string(),
  run_id: z.string(),
  run_number: z.number().nullable(),
  sweep_id: z.string().nullable(),
  sweep: z.string().nullable(),
  sweep_file: z.string().nullable(),
  dataset: datasetSchema.nullable(),
});

/** A registered model: versions and the moves of its aliases, the latest first. */
export const modelSchema = z.object({
  name: z.string(),
  aliases: byName(z.number()),
  versions: z.array(modelVersionSchema).min(1),
  moves: z.array(
    z.object({
      alias: z.string(),
      version: z.number().nullable(),
      by: z.string(),
      moved_at: z.string(),
      test: pairedTestSchema.nullable(),
    }),
  ),
});
export const modelsSchema = z.array(modelSchema);

export const changeSchema = z.object({
  sequence: z.number(),
  kind: z
    .enum(['sweep', 'run', 'epoch', 'delete', 'SWEEP', 'RUN', 'EPOCH', 'DELETE'])
    .transform((kind) => kind.toLowerCase()),
  sweep_id: z.string(),
  run_id: z.string().nullable(),
});

export type Sweep = z.infer<typeof sweepSchema>;
export type ListedSweep = z.infer<typeof listedSweepSchema>;
export type Adjustment = z.infer<typeof adjustmentSchema>;
export type Advice = z.infer<typeof adviceSchema>;
export type SweepStatus = z.infer<typeof sweepStatusSchema>;
export type Dataset = z.infer<typeof datasetSchema>;
export type Run = z.infer<typeof runSchema>;
export type RunStatus = z.infer<typeof runStatusSchema>;
/** All of a sweep, in the order in which they were made. */
export const decisionsSchema = z.array(decisionSchema.extend({ run_id: z.string() }));
export type SweepDecision = z.infer<typeof decisionsSchema>[number];

export type Decision = z.infer<typeof decisionSchema>;
export type RunDetail = z.infer<typeof runDetailSchema>;
export type Evaluation = z.infer<typeof evaluationSchema>;
export type Point = z.infer<typeof pointSchema>;
export type SweepMetrics = z.infer<typeof sweepMetricsSchema>;
export type RunLog = z.infer<typeof runLogSchema>;
export type ProcessUsage = z.infer<typeof processUsageSchema>;
export type RunMetrics = z.infer<typeof runMetricsSchema>;
export type Checkpoint = z.infer<typeof checkpointSchema>;
export type Importance = z.infer<typeof importanceSchema>;
export type Diagnosis = z.infer<typeof diagnosisSchema>;
export type RunFindings = z.infer<typeof runFindingsSchema>;
export type Finding = z.infer<typeof findingSchema>;
export type Problem = z.infer<typeof problemSchema>;
export type Check = z.infer<typeof checkSchema>;
export type ExportJob = z.infer<typeof exportJobSchema>;
export type ExportWish = z.infer<typeof exportWishSchema>;
export type Launch = z.infer<typeof launchSchema>;
export type Server = z.infer<typeof serverSchema>;
export type Damage = z.infer<typeof damageSchema>;
export type Change = z.infer<typeof changeSchema>;
export type ModelVersion = z.infer<typeof modelVersionSchema>;
export type Model = z.infer<typeof modelSchema>;
