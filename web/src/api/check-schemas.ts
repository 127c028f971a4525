import { z } from 'zod/mini';
import { countSchema, problemSchema, realSchema } from './schemas';

/** What a sweep would be trained on here, and what that takes; a part is null where it isn't known. */
const estimateSchema = z.object({
  train_images: z.nullable(z.number()),
  validation_images: z.nullable(z.number()),
  test_images: z.nullable(z.number()),
  height: z.nullable(z.number()),
  width: z.nullable(z.number()),
  channels: z.nullable(z.number()),
  classes: z.nullable(z.number()),
  memory: z.nullable(z.object({ least_bytes: countSchema, most_bytes: countSchema, workers: z.number(), available_bytes: countSchema })),
  time: z.nullable(z.object({
    shortest_seconds: realSchema,
    median_seconds: realSchema,
    longest_seconds: realSchema,
    total_seconds: z.nullable(realSchema),
    workers: z.number(),
    tried_runs: z.number(),
  })),
  warnings: z.array(z.string()),
  problem: z.nullable(z.string()),
});

/** The file to begin another sweep with. */
export const againSchema = z.object({ sweep_id: z.string(), run: z.nullable(z.number()), text: z.string() });

export const checkSchema = z.object({
  valid: z.boolean(),
  name: z.nullable(z.string()),
  method: z.nullable(z.string()),
  planned_runs: z.nullable(z.number()),
  budget_seconds: z.nullish(z.number()),
  space_size: z.nullable(countSchema),
  parameters: z.array(z.object({ name: z.string(), distribution: z.string(), when: z.nullish(z.string()) })),
  data: z.nullish(estimateSchema),
  problems: z.array(problemSchema),
  warnings: z.array(z.union([problemSchema, z.string()])),
});

export type Check = z.infer<typeof checkSchema>;
