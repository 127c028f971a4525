import { z } from 'zod/mini';
import { sweepSchema } from './schemas';

/** A start that takes longer than a request waits, mostly for data. */
export const launchSchema = z.object({
  launch_id: z.string(),
  name: z.string(),
  status: z.enum(['starting', 'started', 'failed']),
  sweep_id: z.nullable(z.string()),
  problem: z.nullable(z.string()),
});

/** What starting or resuming a sweep answers. */
export const startSchema = z.union([sweepSchema, launchSchema]);

/** Of this server: what is not true is refused, so the page does not offer it. */
export const serverSchema = z.object({
  starts_sweeps: z.boolean(),
  starting: z.array(launchSchema),
  /** The formats that a run can be exported in, of these what is usual and what a server needs one of; null where none is exported. */
  exports: z.nullable(z.object({ formats: z.array(z.string()), defaults: z.array(z.string()), served: z.array(z.string()) })),
});

export type Launch = z.infer<typeof launchSchema>;
export type Server = z.infer<typeof serverSchema>;
