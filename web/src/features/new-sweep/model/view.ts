import { z } from 'zod/mini';
import { given } from '@/lib/given';
import { shortId } from '@/lib/format';

/** What a new sweep begins with: an example, a sweep, one of its runs, or what a sweep's runs advise. */
export const startViewSchema = z.object({
  example: given(z.string()),
  from: given(z.string()),
  run: given(z.coerce.number().check(z.int(), z.minimum(1))),
  next: given(z.literal('true')),
});

export type StartView = z.infer<typeof startViewSchema>;

/** The same for what begins alike; empty for an empty page. */
export function sourceOf({ example, from, run, next }: StartView): string {
  if (from !== undefined) return next ? `next ${from}` : run === undefined ? `sweep ${from}` : `run ${run} ${from}`;
  return example === undefined ? '' : `example ${example}`;
}

/** A sweep as the address names it: by its name, or by the beginning of its id. */
export function sweepName(from: string): string {
  return /^[0-9a-f]{32}$/.test(from) ? shortId(from) : from;
}

/** For people. */
export function sourceText({ example, from, run, next }: StartView): string {
  if (from === undefined) return `the example ${example ?? ''}`;
  const name = sweepName(from);
  return next ? `what ${name} advises` : run === undefined ? `the file of ${name}` : `run ${run} of ${name}`;
}
