import type { Run } from '@/api/schemas';

export type Phase = { name: string; seconds: number; /** Of the sum of all, 0 to 1. */ share: number };

/** What a run's time went to, in the order in which a step goes through it. */
export function phases(run: Pick<Run, 'phases'>): readonly Phase[] {
  const times = Object.entries(run.phases).filter(([, seconds]) => Number.isFinite(seconds) && seconds > 0);
  const sum = times.reduce((total, [, seconds]) => total + seconds, 0);
  return times.map(([name, seconds]) => ({ name, seconds, share: seconds / sum }));
}
