import type { Sweep } from '@/api/schemas';

/** The list with `fresh` records in place of older ones; the order stays. */
export function mergeSweeps(sweeps: readonly Sweep[], fresh: readonly Sweep[]): Sweep[] {
  const byId = new Map(fresh.map((sweep) => [sweep.sweep_id, sweep]));
  return sweeps.map((sweep) => {
    const newer = byId.get(sweep.sweep_id);
    return newer && newer.sequence >= sweep.sequence ? newer : sweep;
  });
}
