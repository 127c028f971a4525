import { z } from 'zod/mini';
import { byName } from './records-of';
import { datasetSchema } from './schemas';

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
  accuracy: z.nullable(z.number()),
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
  run_number: z.nullable(z.number()),
  sweep_id: z.nullable(z.string()),
  sweep: z.nullable(z.string()),
  sweep_file: z.nullable(z.string()),
  dataset: z.nullable(datasetSchema),
});

/** A registered model: versions and the moves of its aliases, the latest first. */
export const modelSchema = z.object({
  name: z.string(),
  aliases: byName(z.number()),
  versions: z.array(modelVersionSchema).check(z.minLength(1)),
  moves: z.array(
    z.object({
      alias: z.string(),
      version: z.nullable(z.number()),
      by: z.string(),
      moved_at: z.string(),
      test: z.nullable(pairedTestSchema),
    }),
  ),
});

export const modelsSchema = z.array(modelSchema);

export type ModelVersion = z.infer<typeof modelVersionSchema>;
export type Model = z.infer<typeof modelSchema>;
