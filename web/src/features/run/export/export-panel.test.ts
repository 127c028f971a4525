import { readFileSync } from 'node:fs';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { parseJson } from '@/api/json';
import { runDetailSchema, type ExportLaunch } from '@/api/schemas';
import { serverQuery } from '@/api/server';
import { RunProvider } from '../run-context';
import { ExportPanel } from './export-panel';

const GOLDEN = new URL('../../../../../src/test/resources/golden/api/run.json', import.meta.url);
const run = runDetailSchema.parse(parseJson(readFileSync(GOLDEN, 'utf8')));
const launch: ExportLaunch = { launch_id: 'a', run_id: run.run_id, status: 'exporting', export: null, problem: null };

/** The panel of a page that was just loaded. */
function shown(exporting: ExportLaunch[]): string {
  const client = new QueryClient();
  client.setQueryData(serverQuery.queryKey, { starts_sweeps: true, starting: [], exporting });
  const page = { address: run.run_id, run, sweep: undefined, learned: true };
  const panel = createElement(RunProvider, { value: page }, createElement(ExportPanel));
  return renderToStaticMarkup(createElement(QueryClientProvider, { client }, panel));
}

test('exportPanel_loadedWhileTheRunIsExported_saysSo', () => {
  expect(shown([launch])).toContain('Exporting and verifying …');
  expect(shown([{ ...launch, run_id: 'another' }])).toContain('Export this run');
});

test('exportPanel_loadedAfterAnExportFailed_saysNothingOfIt', () => {
  expect(shown([{ ...launch, status: 'failed', problem: 'no model' }])).not.toContain('no model');
});
