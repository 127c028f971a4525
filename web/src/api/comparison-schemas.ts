import { z } from 'zod/mini';
import { byName, NO_VALUES } from './records-of';
import { datasetSchema, evaluationSchema, metricKindSchema, realSchema, runSchema } from './schemas';

/** Of the images that a run was not trained on. */
const partSchema = z.enum(['validation', 'test']);

/** A run against the baseline, image by image; without figures where nothing can be compared. */
const contrastSchema = z.object({
  verdict: z.enum(['better', 'worse', 'undecided', 'incomparable']),
  part: z.nullable(partSchema),
  images: z.optional(z.number()),
  gained: z.optional(z.number()),
  lost: z.optional(z.number()),
  difference: z.optional(realSchema),
  interval: z.optional(z.tuple([realSchema, realSchema])),
  p: z.optional(realSchema),
  sentence: z.string(),
});

const comparedSchema = z.object({
  run: runSchema,
  sweep: z.object({
    sweep_id: z.string(),
    name: z.string(),
    model: z.string(),
    method: z.string(),
    epochs: z.number(),
    metric: z.nullable(z.object({ name: z.string(), goal: z.enum(['maximize', 'minimize']) })),
    thresholds: z.array(z.number()),
    dataset: z.nullable(datasetSchema),
  }),
  evaluation: z.nullable(evaluationSchema),
  /** Whether these are the images that the baseline was tested on. */
  same_test_images: z.boolean(),
  checkpoint_bytes: z.nullable(z.number()),
  /** Null for the baseline. */
  contrast: z.nullable(contrastSchema),
});

/** Runs of any sweeps beside each other. */
export const comparisonSchema = z.object({
  baseline: z.string(),
  sentence: z.string(),
  parameters: z.array(z.object({ name: z.string(), differs: z.boolean() })),
  runs: z.array(comparedSchema),
  /** Those that were asked for and can't be shown, as they were named, and why. */
  gone: z.array(z.object({ run: z.string(), reason: z.string() })),
  metric_kinds: z._default(byName(metricKindSchema), () => NO_VALUES),
});

/** What a run takes an image for: the label's index, and its probability in 255ths. */
const answerSchema = z.object({
  predicted: z.number(),
  confidence: z.number(),
  right: z.nullable(z.boolean()),
});

const imageSchema = z.object({
  index: z.number(),
  /** Null where it is not known. */
  label: z.nullable(z.number()),
  /** PNG in Base64; null where the data set isn't at hand. */
  picture: z.nullable(z.string()),
});

/** A page of the images that runs disagree on. */
export const disagreementsSchema = z.object({
  part: z.nullable(partSchema),
  images: z.number(),
  total: z.number(),
  /** Of those that have an answer. */
  run_ids: z.array(z.string()),
  without_pictures: z.nullable(z.string()),
  disagreements: z.array(z.extend(imageSchema, { answers: z.array(answerSchema) })),
});

/** A page of the images that a run was asked about. */
export const runImagesSchema = z.object({
  run_id: z.string(),
  part: partSchema,
  images: z.number(),
  total: z.number(),
  /** Whether it is known which are taken for what they are. */
  judged: z.boolean(),
  without_pictures: z.nullable(z.string()),
  found: z.array(z.extend(imageSchema, answerSchema.shape)),
});

export type Comparison = z.infer<typeof comparisonSchema>;
export type Compared = z.infer<typeof comparedSchema>;
export type Contrast = z.infer<typeof contrastSchema>;
export type Part = z.infer<typeof partSchema>;
export type Answer = z.infer<typeof answerSchema>;
export type Disagreements = z.infer<typeof disagreementsSchema>;
export type Disagreement = Disagreements['disagreements'][number];
export type RunImages = z.infer<typeof runImagesSchema>;
