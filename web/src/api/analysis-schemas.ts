import { z } from 'zod/mini';
import { realSchema } from './schemas';

/** What the best run is really worth, by its finals or corrected for having been chosen: for people. */
export const winnerSchema = z.object({ text: z.nullable(z.string()) });

export const importanceSchema = z.object({
  metric: z.nullable(z.string()),
  runs: z.number(),
  parameters: z.array(
    z.object({
      name: z.string(),
      importance: z.nullable(realSchema),
      correlation: z.nullable(realSchema),
    }),
  ),
  note: z.nullable(z.string()),
});

const findingSchema = z.object({
  severity: z.enum(['info', 'warning', 'error']),
  title: z.string(),
  detail: z.string(),
  run_ids: z.array(z.string()),
  /** How many there are, where few of their ids were asked for. */
  runs: z.optional(z.number()),
  /** Of the sweep file; what it is now is null where the file says nothing. */
  changes: z.array(z.object({ key: z.string(), value: z.string(), now: z.nullable(z.string()) })),
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
  file: z.nullable(z.string()),
});

export type Importance = z.infer<typeof importanceSchema>;
export type Diagnosis = z.infer<typeof diagnosisSchema>;
export type RunFindings = z.infer<typeof runFindingsSchema>;
export type Finding = z.infer<typeof findingSchema>;
export type Advice = z.infer<typeof adviceSchema>;
