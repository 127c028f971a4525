import { readFileSync } from 'node:fs';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRouter, RouterContextProvider } from '@tanstack/react-router';
import { createElement, type ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { parseJson } from '@/api/json';
import { importanceSchema } from '@/api/analysis-schemas';
import { sweepSchema } from '@/api/schemas';
import { sweepQuery } from '@/api/sweep';
import { importanceQuery } from '@/features/sweep/api/importance';
import { runsQuery } from '@/features/sweep/api/runs';
import { SweepPage } from '@/features/sweep/sweep-page';
import { aRun } from '@/features/sweep/model/test-runs';
import { pageQuery } from '@/features/sweeps/api/sweeps';
import { SweepsPage } from '@/features/sweeps/components/sweeps-page';

function golden(name: string): unknown {
  return parseJson(readFileSync(new URL(`../../../src/test/resources/golden/api/${name}.json`, import.meta.url), 'utf8'));
}

const sweep = sweepSchema.parse(golden('own-sweep'));
const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
client.setQueryData(sweepQuery(sweep.sweep_id).queryKey, sweep);
client.setQueryData(pageQuery({}).queryKey, { items: [{ ...sweep, best_run: null }], total: 1 });
client.setQueryData(runsQuery(sweep.sweep_id).queryKey, [aRun({ number: 1, metrics: { reward: 3 }, best_epoch: null, band: null })]);
client.setQueryData(importanceQuery(sweep.sweep_id).queryKey, importanceSchema.parse(golden('own-importance')));

function shown(page: ReactNode): string {
  const router = createRouter({ routeTree: createRootRoute(), history: createMemoryHistory() });
  const within = createElement(RouterContextProvider, { router, children: page } as never);
  return renderToStaticMarkup(createElement(QueryClientProvider, { client }, within));
}

test('sweepPage_withoutDataSetAndMetric_saysSoAndMakesNothingUp', () => {
  for (const space of [undefined, 'parallel'] as const) {
    const html = shown(createElement(SweepPage, { address: sweep.sweep_id, view: { space }, setView: () => undefined }));
    expect(html).toContain('The sweep has no metric to choose by');
    for (const panel of ['Against the thresholds', 'What mattered', 'Hyperparameters']) expect(html).not.toContain(panel);
    expect(html).toContain('reward');
    expect(html).not.toContain('test images of');
    expect(html).not.toContain('maximize');
    for (const column of ['test_accuracy', 'val_accuracy', 'images/s', 'Band']) expect(html).not.toContain(column);
  }
});

test('sweepsPage_withoutDataSetAndMetric_showsADashForTheBest', () => {
  const html = shown(createElement(SweepsPage, { view: {}, setView: () => undefined }));
  expect(html.match(/>–</g)).toHaveLength(1);
  expect(html).toContain('own loop');
  expect(html).not.toContain('no run has finished');
});

test('sweepsPage_ofAProgramsMetric_showsTheBestValueByIt', () => {
  const best = aRun({ number: 1, metrics: { reward: 3 }, band: null });
  const chosen = { ...sweep, metric: { name: 'reward', goal: 'maximize', target: null } as const, best_run_id: best.run_id, best_run: best };
  client.setQueryData(pageQuery({ q: 'metric' }).queryKey, { items: [chosen], total: 1 });
  const html = shown(createElement(SweepsPage, { view: { q: 'metric' }, setView: () => undefined }));
  expect(html.replace(/<[^>]*>/g, '')).toContain('reward 3');
});
