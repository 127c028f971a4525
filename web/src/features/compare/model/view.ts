import { z } from 'zod/mini';
import { given } from '@/lib/given';
import { placesOf, placesText, type Places } from '@/lib/places';

/** What is compared, and how: all of it is in the address, so that a link shows the same. */
export const compareViewSchema = z.object({
  /** Ids of runs, each at its place: see places.ts. */
  runs: given(z.string()),
  /** The id of one of them; without it the first. */
  baseline: given(z.string()),
  /** Whether what doesn't differ is shown, too. */
  all: given(z.enum(['true'])),
  metric: given(z.string()),
  range: given(z.enum(['zoom', 'full', 'log'])),
  /** Which parts of the charts are shown: see zooms.ts. */
  zoom: given(z.string()),
  matrix: given(z.enum(['counts'])),
  score: given(z.enum(['precision', 'recall'])),
  part: given(z.enum(['validation', 'test'])),
});

export type CompareView = z.infer<typeof compareViewSchema>;
export type SetCompareView = (change: Partial<CompareView>) => void;

/** The compared runs by id, or how it begins. */
export type ComparedRuns = Places<string>;

export function comparedRuns(text: string | undefined): ComparedRuns {
  return placesOf(text, (part) => part.trim() || null);
}

/** In the order of their places. */
export function idsOf(runs: ComparedRuns): string[] {
  return [...runs].sort(([, a], [, b]) => a - b).map(([id]) => id);
}

/** The place of a run whose id may be written in short. */
export function placeOf(runs: ComparedRuns, runId: string): number {
  return [...runs].find(([id]) => runId.startsWith(id))?.[1] ?? 0;
}

/** Without a run; a baseline that is gone is no longer one. */
export function without(view: CompareView, runId: string): Partial<CompareView> {
  const left = new Map([...comparedRuns(view.runs)].filter(([id]) => !runId.startsWith(id)));
  const kept = view.baseline !== undefined && !runId.startsWith(view.baseline) ? view.baseline : undefined;
  return { runs: placesText(left), baseline: kept };
}
