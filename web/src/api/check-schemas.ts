import { z } from 'zod';
import { countSchema, problemSchema, realSchema } from './schemas';

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

export type Check = z.infer<typeof checkSchema>;
