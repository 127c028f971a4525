import { get } from '@/api/client';
import { runsSchema, type Sweep } from '@/api/schemas';

/** The id of a sweep's run with this number; null where there is none. */
export async function findRun({ sweep_id: id }: Sweep, number: number): Promise<string | null> {
  const query = new URLSearchParams({ filter: `number = ${number}`, limit: '1' });
  const [run] = await get(`/sweeps/${encodeURIComponent(id)}/runs?${query.toString()}`, runsSchema);
  return run?.run_id ?? null;
}
