import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useChanges } from '@/api/events';
import type { RunDetail } from '@/api/schemas';

/** Keeps a run's page live: its record, metrics and checkpoints are asked for again when it changed. */
export function useLiveRun(address: string, run: RunDetail | undefined): void {
  const client = useQueryClient();
  useChanges(async ({ resync, changes }) => {
    if (!run || !(resync || changes.some((change) => change.run_id === run.run_id))) return;
    await refreshRun(client, address, run.run_id);
  });
}

/** Asks again for all that is shown of a run, once: asked for twice, the first answer would be given up. */
export async function refreshRun(client: QueryClient, ...names: readonly string[]): Promise<void> {
  await Promise.all([...new Set(names)].map((name) => client.invalidateQueries({ queryKey: ['run', name] })));
}
