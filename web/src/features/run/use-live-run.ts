import { useQueryClient } from '@tanstack/react-query';
import { useChanges } from '@/api/events';
import type { RunDetail } from '@/api/schemas';

/** Keeps a run's page live: its record, metrics and checkpoints are asked for again when it changed. */
export function useLiveRun(address: string, run: RunDetail | undefined): void {
  const client = useQueryClient();
  useChanges(async ({ resync, changes }) => {
    if (!run || !(resync || changes.some((change) => change.run_id === run.run_id))) return;
    await Promise.all([address, run.run_id].map((id) => client.invalidateQueries({ queryKey: ['run', id] })));
  });
}
