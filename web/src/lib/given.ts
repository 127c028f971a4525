import { z } from 'zod/mini';

/** A part of an address: what can't be read counts as not given. */
export function given<S extends z.ZodMiniType>(schema: S) {
  return z.catch(z.optional(schema), undefined);
}
