import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { get, post } from '@/api/client';
import { MOST_POINTS } from '@/api/curve-points';
import { useChanges } from '@/api/events';
import { runQuery } from '@/api/run';
import { checkpointSchema, exportAnswerSchema, runMetricsSchema, runSchema, type RunDetail } from '@/api/schemas';
import { serverQuery } from '@/api/server';

const segment = encodeURIComponent;

/** All that a run measured, by epoch. */
export const metricsQuery = (runId: string) =>
  queryOptions({
    queryKey: ['run', runId, 'metrics'],
    queryFn: ({ signal }) => get(`/runs/${segment(runId)}/metrics?max_points=${MOST_POINTS}`, runMetricsSchema, signal),
  });

export const checkpointsQuery = (runId: string) =>
  queryOptions({
    queryKey: ['run', runId, 'checkpoints'],
    queryFn: ({ signal }) => get(`/runs/${segment(runId)}/checkpoints`, z.array(checkpointSchema), signal),
  });

export function checkpointPath(runId: string, epoch: number): string {
  return `/runs/${segment(runId)}/checkpoints/${epoch}`;
}

/** Keeps a run's page live: its record, metrics and checkpoints are asked for again when it changed. */
export function useLiveRun(address: string, run: RunDetail | undefined): void {
  const client = useQueryClient();
  useChanges(async ({ resync, changes }) => {
    if (!run || !(resync || changes.some((change) => change.run_id === run.run_id))) return;
    await Promise.all(
      [address, run.run_id].map((id) => client.invalidateQueries({ queryKey: ['run', id] })),
    );
  });
}

export function useStopRun(address: string, runId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => post(`/runs/${segment(runId)}/stop`, runSchema),
    onSuccess: () => client.invalidateQueries({ queryKey: runQuery(address).queryKey }),
  });
}

export function useExport(runId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => post(`/runs/${segment(runId)}/export`, exportAnswerSchema, { type: 'application/json', text: '{}' }),
    onSuccess: (answer) =>
      'launch_id' in answer ? client.invalidateQueries({ queryKey: serverQuery.queryKey }) : undefined,
  });
}
