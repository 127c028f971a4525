import type { ListedSweep, Sweep } from '@/api/schemas';

/** The list with `fresh` records in place of older ones; the order stays, and so do the best runs that are the best still. */
export function mergeSweeps(sweeps: readonly ListedSweep[], fresh: readonly Sweep[]): ListedSweep[] {
  const byId = new Map(fresh.map((sweep) => [sweep.sweep_id, sweep]));
  return sweeps.map((sweep) => {
    const newer = byId.get(sweep.sweep_id);
    if (!newer || newer.sequence < sweep.sequence) return sweep;
    return { ...newer, best_run: sweep.best_run?.run_id === newer.best_run_id ? sweep.best_run : null };
  });
}
