import { z } from 'zod';
import { placesOf, placesText, type Places } from '@/lib/places';

/** What is compared, and how: all of it is in the address, so that a link shows the same. */
export const compareViewSchema = z.object({
  /** Ids of runs, each at its place: see places.ts. */
  runs: z.string().optional().catch(undefined),
  /** The id of one of them; without it the first. */
  baseline: z.string().optional().catch(undefined),
  /** Whether what doesn't differ is shown, too. */
  all: z.enum(['true']).optional().catch(undefined),
  metric: z.string().optional().catch(undefined),
  range: z.enum(['zoom', 'full', 'log']).optional().catch(undefined),
  /** Which parts of the charts are shown: see zooms.ts. */
  zoom: z.string().optional().catch(undefined),
  matrix: z.enum(['counts']).optional().catch(undefined),
  score: z.enum(['precision', 'recall']).optional().catch(undefined),
  part: z.enum(['validation', 'test']).optional().catch(undefined),
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
