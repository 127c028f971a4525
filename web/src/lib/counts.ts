import { count } from './format';

/** Run counts by status, summed up. */
export type RunCounts = Readonly<Record<string, number>>;

const OVER = ['FINISHED', 'PRUNED', 'FAILED', 'KILLED'];

/** Runs that will do nothing more. */
export function endedRuns(counts: RunCounts): number {
  return OVER.reduce((sum, status) => sum + (counts[status] ?? 0), 0);
}

/** How many runs were to be; null where nobody said so, and where more are recorded: others joined. */
export function expectedRuns(counts: RunCounts, planned: number | null): number | null {
  const recorded = Object.values(counts).reduce((sum, runs) => sum + runs, 0);
  return planned === null || recorded > planned ? null : planned;
}

/** "6 finished, 1 failed, 1 running", in that order, none with zero. */
export function countsText(counts: RunCounts): string {
  const order = ['FINISHED', 'PRUNED', 'FAILED', 'KILLED', 'RUNNING', 'PAUSED', 'INTERRUPTED', 'SCHEDULED'];
  const parts = order.flatMap((status) => {
    const n = counts[status] ?? 0;
    return n > 0 ? [`${count(n)} ${status.toLowerCase()}`] : [];
  });
  return parts.length > 0 ? parts.join(', ') : 'no runs';
}
