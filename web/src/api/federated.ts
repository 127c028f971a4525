import { z } from 'zod/mini';

const findingSchema = z.object({ client: z.int(), reason: z.string() });

/** What a federated run has of its own; empty for another. */
export const federatedSchema = z.object({
  run_id: z.string(),
  /** Of each client, how many images of each label it has. */
  labels: z.array(z.array(z.int())),
  rounds: z.array(
    z.object({
      round: z.int(),
      clients: z.array(z.int()),
      rejected: z.array(findingSchema),
      outvoted: z.array(findingSchema),
    }),
  ),
});

export type Federated = z.infer<typeof federatedSchema>;
export type Round = Federated['rounds'][number];
