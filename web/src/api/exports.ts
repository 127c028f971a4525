import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod/mini';
import { get, post, remove, url } from './client';
import { useChanges } from './events';
import { exportJobSchema, type ExportJob, type ExportWish } from './export-schemas';
import { useServer } from './server';

export const exportsQuery = queryOptions({
  queryKey: ['exports'],
  queryFn: ({ signal }) => get('/exports', z.array(exportJobSchema), signal),
});

/** The jobs with what is known now of one of them. */
export function withJob(jobs: readonly ExportJob[], job: ExportJob): ExportJob[] {
  const known = jobs.some(({ export_id }) => export_id === job.export_id);
  return known ? jobs.map((each) => (each.export_id === job.export_id ? job : each)) : [...jobs, job];
}

function path(job: ExportJob): string {
  return `/exports/${encodeURIComponent(job.export_id)}`;
}

/** What one run can be exported in, its exports that the server knows of, the newest first, and what can be done with them. */
export function useExports(runId: string) {
  const client = useQueryClient();
  const key = exportsQuery.queryKey;
  const learn = (job: ExportJob) => client.setQueryData(key, (jobs) => jobs && withJob(jobs, job));
  const reload = () => client.invalidateQueries({ queryKey: key });
  useChanges(({ resync, exports }) => {
    exports.forEach(learn);
    return resync ? reload() : undefined;
  });
  const ask = useMutation({
    mutationFn: (wish: Omit<ExportWish, 'tolerance'>) =>
      post(`/runs/${encodeURIComponent(runId)}/export`, exportJobSchema, { type: 'application/json', text: JSON.stringify(wish) }),
    onSettled: reload,
  });
  const drop = useMutation({ mutationFn: (job: ExportJob) => remove(path(job), exportJobSchema), onSettled: reload });
  const jobs = useQuery(exportsQuery).data ?? [];
  return {
    offer: useServer()?.exports,
    jobs: jobs.filter((job) => job.run_id === runId).reverse(),
    before: (job: ExportJob) => jobs.slice(0, jobs.indexOf(job)).filter(({ status }) => status === 'queued' || status === 'exporting').length,
    asking: ask.isPending,
    error: ask.error ?? drop.error,
    onExport: (wish: Omit<ExportWish, 'tolerance'>) => ask.mutate(wish),
    onDrop: (job: ExportJob) => drop.mutate(job),
    hrefOf: (job: ExportJob) => url(`${path(job)}/zip`),
  };
}
