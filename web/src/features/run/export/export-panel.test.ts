import { readFileSync } from 'node:fs';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { z } from 'zod/mini';
import { exportsQuery, withJob } from '@/api/exports';
import { exportJobSchema, type ExportJob } from '@/api/export-schemas';
import { runDetailSchema } from '@/api/schemas';
import { RunProvider } from '../run-context';
import { ExportPanel } from './export-panel';

function golden<T>(name: string, schema: z.ZodMiniType<T>): T {
  const file = new URL(`../../../../../src/test/resources/golden/api/${name}.json`, import.meta.url);
  return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

const run = golden('run', runDetailSchema);
const job = golden('export', exportJobSchema);

/** The panel of a page that was just loaded. */
function shown(jobs: ExportJob[], status = run.status): string {
  const client = new QueryClient();
  client.setQueryData(exportsQuery.queryKey, jobs);
  const page = { address: run.run_id, run: { ...run, status }, sweep: undefined, learned: true, view: {}, setView: () => undefined };
  const panel = createElement(RunProvider, { value: page }, createElement(ExportPanel));
  return renderToStaticMarkup(createElement(QueryClientProvider, { client }, panel));
}

test('exportPanel_ofARun_showsItsOwnExports', () => {
  expect(shown([{ ...job, run_id: run.run_id }])).toContain(`/api/v1/exports/${job.export_id}/zip`);
  expect(shown([{ ...job, run_id: 'another' }])).not.toContain(job.export_id);
});

test('exportPanel_ofARunInTraining_saysWhyItIsNotOffered', () => {
  expect(shown([], 'RUNNING')).toContain('Only a finished run can be exported');
});

test('exportPanel_ofARunThatDidNotFinish_isNone', () => {
  expect(shown([], 'PRUNED')).toBe('');
});

test('withJob_newOrKnown_hasItOnce', () => {
  expect(withJob([], job)).toEqual([job]);
  expect(withJob([{ ...job, status: 'queued' }], job)).toEqual([job]);
});
