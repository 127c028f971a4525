import { z } from 'zod/mini';
import type { ParameterValue } from '@/lib/format';
import { byName, listOf, NO_VALUES } from './records-of';

// The server's content policy forbids eval; without this zod tries it once and the browser logs a violation.
z.config({ ...z.locales.en(), jitless: true });

/** A JSON number, or one of the three strings that stand for numbers JSON doesn't have. */
export const realSchema = z.union([
  z.number(),
  z.pipe(z.enum(['NaN', 'Infinity', '-Infinity']), z.transform((text) => Number(text))),
]);

/** A whole number beyond 2^53, as `parseJson` has it. */
const wholeSchema = z.pipe(z.strictObject({ '': z.string() }), z.transform((whole) => BigInt(whole[''])));
/** A count; nobody needs the last digits of one beyond 2^53. */
export const countSchema = z.union([z.number(), z.pipe(wholeSchema, z.transform(Number))]);

export const parameterSchema: z.ZodMiniType<ParameterValue> = z.union([
  z.number(),
  z.string(),
  z.boolean(),
  z.null(),
  wholeSchema,
  z.lazy(() => z.array(parameterSchema)),
]);
const metricsSchema = byName(z.nullable(realSchema));
const intervalSchema = z.tuple([realSchema, realSchema]);
/** Text, for a seed may have more digits than a JavaScript number keeps. */
const seedSchema = z.pipe(z.union([z.number(), z.string(), wholeSchema]), z.transform(String));
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
  min: z.nullable(realSchema),
  max: z.nullable(realSchema),
  log: z.boolean(),
});

export const metricKindSchema = z.object({
  goal: z.nullable(z.enum(['minimize', 'maximize'])),
  unit: z.enum(['fraction', 'nats', 'rate', 'images_per_second', 'bytes', 'count', 'seconds', 'plain']),
});

/** A change of a sweep after its start; without a job while its owner has not obeyed it. */
const adjustmentSchema = z.object({
  key: z.string(),
  before: z.nullable(z.string()),
  after: z.nullable(z.string()),
  job: z.nullable(countSchema),
  by: z.string(),
  adjusted_at: z.string(),
});

export const sweepSchema = z.object({
  sweep_id: z.string(),
  name: z.string(),
  description: z.nullable(z.string()),
  project: z.nullable(z.string()),
  status: sweepStatusSchema,
  reason: z.nullable(z.string()),
  method: z.string(),
  model: z.string(),
  seed: seedSchema,
  runs: z.record(z.string(), z.number()),
  best_run_id: z.nullable(z.string()),
  tags: textsSchema,
  created_at: z.string(),
  ended_at: z.nullable(z.string()),
  deleted_at: z.nullable(z.string()),
  /** Null where a program of its own named none. */
  metric: z.nullable(z.object({
    name: z.string(),
    goal: z.enum(['maximize', 'minimize']),
    target: z.nullable(realSchema),
  })),
  thresholds: z.array(z.number()),
  bands: z.array(z.number()),
  planned_runs: z.nullable(z.number()),
  epochs: z.number(),
  /** Null where a program of its own named none. */
  dataset: z.nullable(datasetSchema),
  sweep_file: z.object({ file: z.string(), text: z.string(), overrides: z.array(z.string()) }),
  /** By hyperparameter, as the sweep file has it; empty for runs of a program's own loop, and in lists. */
  space: z._default(byName(spaceSchema), () => NO_VALUES),
  /** What people changed of it since its start, in their order; empty in lists. */
  adjustments: z._default(z.array(adjustmentSchema), () => []),
  /** Of the metrics that are known; empty in lists. */
  metric_kinds: z._default(byName(metricKindSchema), () => NO_VALUES),
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
  parent: z.nullish(z.string()),
  status: runStatusSchema,
  reason: z.nullable(z.string()),
  parameters: byName(parameterSchema),
  metrics: metricsSchema,
  epochs: z.number(),
  best_epoch: z.nullable(z.number()),
  seconds: realSchema,
  phases: byName(realSchema),
  band: z.nullable(z.number()),
  seed: seedSchema,
  intervals: byName(intervalSchema),
  environment: textsSchema,
  tags: textsSchema,
  created_at: z.string(),
  started_at: z.nullable(z.string()),
  ended_at: z.nullable(z.string()),
  deleted_at: z.nullable(z.string()),
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
export const listedSweepSchema = z.extend(sweepSchema, { best_run: z.nullable(runSchema) });
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
      precision: z.nullable(realSchema),
      recall: z.nullable(realSchema),
      f1: z.nullable(realSchema),
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
  rank: z.nullable(z.object({
    rung: countSchema,
    value: realSchema,
    threshold: z.nullable(realSchema),
    rank: countSchema,
    of: countSchema,
  })),
  standing: z.nullish(z.object({
    round: countSchema,
    rank: countSchema,
    of: countSchema,
    mean: z.nullable(realSchema),
    interval: z.nullable(z.object({ low: realSchema, high: realSchema })),
    p: z.nullable(realSchema),
    best: z.nullable(realSchema),
  })),
});

/** Why a run failed, and what helps. */
const failureSchema = z.object({ message: z.string(), trace: z.nullable(z.string()), advice: z.nullable(z.string()) });

/** What is kept of a run's log: its beginning, its end, and how many characters are left out between them. */
export const runLogSchema = z.object({
  run_id: z.string(),
  head: z.string(),
  tail: z.string(),
  omitted: countSchema,
  failure: z.nullable(z.object({ message: z.string(), trace: z.string() })),
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
      native_bytes: z.nullable(countSchema),
      /** How many computed, on average since the sample before. */
      cores: realSchema,
    }),
  ),
});

export const runDetailSchema = z.extend(runSchema, {
  evaluation: z.nullable(evaluationSchema),
  decisions: z._default(z.array(decisionSchema), () => []),
  reproduce: z.string(),
  failure: z.nullish(failureSchema),
  /** How its network was computed, where it was trained last: what ran it, then a line for each vertex. */
  plan: z._default(z.array(z.string()), () => []),
  /** Where it was trained, the first place first; the environment has what the latest has of its own. */
  trained_on: z._default(z.array(z.object({ began_at: z.string(), host: z.nullish(z.string()), processor: z.nullish(z.string()) })), () => []),
  metric_kinds: z._default(byName(metricKindSchema), () => NO_VALUES),
});

const pointSchema = z.object({
  step: countSchema,
  value: realSchema,
  /** When it was recorded; of a run's metrics alone. */
  timestamp: z.optional(z.string()),
});
/** A curve that can't be read costs only itself. */
const curveSchema = z.catch(z.array(pointSchema), []);

/** How the curves of runs spread that aren't sent: below each line lies a share of those that were looked at. */
export const restSchema = z.object({
  runs: z.number(),
  sampled: z.number(),
  spread: z.array(z.object({ share: z.number(), points: curveSchema })),
});

export const sweepMetricsSchema = z.object({
  key: z.string(),
  runs: byName(curveSchema),
  rest: z.optional(restSchema),
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

export const problemSchema = z.object({
  file: z.string(),
  line: z.number(),
  column: z.number(),
  found: z.string(),
  expected: z.string(),
  nearest: z.nullable(z.string()),
});

export const errorSchema = z.object({
  title: z.string(),
  status: z.number(),
  detail: z.nullable(z.string()),
  problems: z._default(z.array(problemSchema), []),
});

/** A record that is not as it was written, and so in no answer. */
const damageSchema = z.object({
  sweep_id: z.nullable(z.string()),
  run_id: z.nullable(z.string()),
  epoch: z.nullable(z.number()),
  description: z.string(),
});
export const damagesSchema = z.array(damageSchema);

export const changeSchema = z.object({
  sequence: z.number(),
  kind: z.pipe(z.enum(['sweep', 'run', 'epoch', 'delete', 'SWEEP', 'RUN', 'EPOCH', 'DELETE']), z.transform((kind) => kind.toLowerCase())),
  sweep_id: z.string(),
  run_id: z.nullable(z.string()),
});

export type Sweep = z.infer<typeof sweepSchema>;
export type ListedSweep = z.infer<typeof listedSweepSchema>;
export type Adjustment = z.infer<typeof adjustmentSchema>;
export type SweepStatus = z.infer<typeof sweepStatusSchema>;
export type Dataset = z.infer<typeof datasetSchema>;
export type RunRecord = z.infer<typeof runSchema>;
/** A run of a list: of very many the id is asked for when something needs it. */
export type Run = Omit<RunRecord, 'run_id'> & { run_id: string | null };
export type RunStatus = z.infer<typeof runStatusSchema>;
/** All of a sweep, in the order in which they were made. */
export const decisionsSchema = z.array(z.extend(decisionSchema, { run_id: z.string() }));
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
export type Problem = z.infer<typeof problemSchema>;
export type Damage = z.infer<typeof damageSchema>;
export type Change = z.infer<typeof changeSchema>;
