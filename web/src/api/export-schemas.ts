import { z } from 'zod/mini';
import { realSchema } from './schemas';

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
  directory: z.nullable(z.string()),
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
  progress: z.nullable(z.object({ step: z.string(), done: z.number(), of: z.number() })),
  report: z.nullable(exportReportSchema),
  zip: z.nullable(z.object({ name: z.string(), bytes: z.number() })),
  problem: z.nullable(z.string()),
});

export type ExportJob = z.infer<typeof exportJobSchema>;
export type ExportWish = z.infer<typeof exportWishSchema>;
