import { useMutation, useQueryClient } from '@tanstack/react-query';
import { post } from '@/api/client';
import { exportAnswerSchema } from '@/api/schemas';
import { serverQuery } from '@/api/server';

/** Has the run's model written to a folder on the server's machine, and verified. */
export function useExport(runId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => post(`/runs/${encodeURIComponent(runId)}/export`, exportAnswerSchema, { type: 'application/json', text: '{}' }),
    onSuccess: (answer) =>
      'launch_id' in answer ? client.invalidateQueries({ queryKey: serverQuery.queryKey }) : undefined,
  });
}
