import { readFileSync } from 'node:fs';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRouter, RouterContextProvider } from '@tanstack/react-router';
import { createElement, type ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { z } from 'zod/mini';
import { ApiError } from '@/api/client';
import { parseJson } from '@/api/json';
import { runQuery } from '@/api/run';
import { diagnosisSchema, importanceSchema, runFindingsSchema } from '@/api/analysis-schemas';
import { checkSchema } from '@/api/check-schemas';
import { exportJobSchema } from '@/api/export-schemas';
import { numberedCurvesSchema } from '@/api/curve-columns';
import { damagesSchema, errorSchema, runDetailSchema, runMetricsSchema, runsSchema, sweepMetricsSchema, sweepSchema } from '@/api/schemas';
import { serverSchema } from '@/api/server-schemas';
import { serverQuery } from '@/api/server';
import { sweepQuery } from '@/api/sweep';
import { Estimated } from '@/features/new-sweep/components/estimate';
import { Problems } from '@/features/new-sweep/components/problems';
import { Valid } from '@/features/new-sweep/components/valid';
import { diagnosisQuery as runDiagnosisQuery } from '@/features/run/api/diagnosis';
import { metricsQuery } from '@/features/run/api/metrics';
import { ExportBox } from '@/ui/export/export-box';
import { RunPage } from '@/features/run/run-page';
import { curvesQuery } from '@/features/sweep/api/metrics';
import { diagnosisQuery } from '@/features/sweep/api/diagnosis';
import { runFindingsQuery } from '@/features/sweep/api/run-findings';
import { importanceQuery } from '@/features/sweep/api/importance';
import { runsQuery } from '@/features/sweep/api/runs';
import { RunsFilter } from '@/features/sweep/runs/runs-filter';
import { SweepPage } from '@/features/sweep/sweep-page';
import { comparisonSchema, disagreementsSchema } from '@/api/comparison-schemas';
import { compareQuery } from '@/features/compare/api/compare';
import { curvesQuery as comparedCurvesQuery } from '@/features/compare/api/curves';
import { disagreementsQuery } from '@/features/compare/api/images';
import { ComparePage } from '@/features/compare/compare-page';
import { choicesQuery, deletedSweepsQuery, pageQuery } from '@/features/sweeps/api/sweeps';
import { SweepsPage } from '@/features/sweeps/components/sweeps-page';
import { DamageNotice } from '@/ui/damage-notice';
import { LaunchNotice } from '@/ui/launch-notice';
import { NoPage } from '@/ui/no-page';

/** Turns what follows around, rings, takes no room, and is markup. */
const ODD = '\u202e\u0007\u200b<b>odd';
const SHOWN = '\\u202e\\u0007\\u200b&lt;b&gt;odd';

/** What is no text of others: the schemas refuse all but these words. */
const OURS = /(_id|_at|_ids|^status|^goal|^unit|^distribution|^severity|^baseline|^verdict|^part|^picture|^method|^sha256|^timestamp)$/;
/** Objects whose keys others named. */
const NAMED = ['parameters', 'metrics', 'tags', 'environment', 'intervals', 'space'];

/** The same record with odd text in each place that others can fill. */
function odd(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return OURS.test(key) ? value : value + ODD;
  if (Array.isArray(value)) return value.map((each, index) => odd(each, key === 'labels' ? `label${index}` : key));
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([name, each]) => [name, odd(each, name)] as const);
  const [first] = entries;
  return Object.fromEntries(NAMED.includes(key) && first ? [...entries, [ODD, first[1]]] : entries);
}

function oddRecord<T>(name: string, schema: z.ZodMiniType<T>): T {
  const file = new URL(`../../../src/test/resources/golden/api/${name}.json`, import.meta.url);
  return schema.parse(odd(parseJson(readFileSync(file, 'utf8'))));
}

const golden = oddRecord('sweep', sweepSchema);
const sweep = { ...golden, reason: ODD, project: ODD, tags: { note: ODD, [ODD]: ODD }, metric: { goal: 'maximize', target: null, name: ODD } } as const;
const runs = oddRecord('runs', runsSchema).map((run) => ({ ...run, reason: ODD, tags: { [ODD]: ODD } }));
const run = { ...oddRecord('run', runDetailSchema), reason: ODD, tags: { note: ODD, [ODD]: ODD } };
const problems = oddRecord('filter-problem', errorSchema).problems;

const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
client.setQueryData(sweepQuery(sweep.sweep_id).queryKey, sweep);
client.setQueryData(runsQuery(sweep.sweep_id).queryKey, runs);
client.setQueryData(importanceQuery(sweep.sweep_id).queryKey, oddRecord('importance', importanceSchema));
client.setQueryData(diagnosisQuery(sweep.sweep_id).queryKey, oddRecord('diagnosis', diagnosisSchema));
client.setQueryData(runFindingsQuery(sweep.sweep_id).queryKey, oddRecord('run-findings', runFindingsSchema));
client.setQueryData(curvesQuery(sweep.sweep_id, ODD).queryKey, { ...oddRecord('sweep-metrics-columns', numberedCurvesSchema), key: ODD });
client.setQueryData(runQuery(run.run_id).queryKey, run);
client.setQueryData(runDiagnosisQuery(run.run_id).queryKey, oddRecord('run-diagnosis', diagnosisSchema));
client.setQueryData(metricsQuery(run.run_id).queryKey, { ...oddRecord('metrics', runMetricsSchema), run_id: run.run_id });
client.setQueryData(pageQuery({}).queryKey, { items: [{ ...sweep, best_run: null }], total: 1 });
client.setQueryData(choicesQuery.queryKey, { projects: [ODD], datasets: [ODD], methods: [ODD], tags: [ODD] });
const comparison = { ...oddRecord('compare', comparisonSchema), gone: [{ run: ODD, reason: ODD }] };
const compared = comparison.runs.map((each) => each.run.run_id);
client.setQueryData(compareQuery(compared, undefined).queryKey, comparison);
client.setQueryData(comparedCurvesQuery(compared, ODD).queryKey, { ...oddRecord('compare-metrics', sweepMetricsSchema), key: ODD });
client.setQueryData(disagreementsQuery(compared, undefined).queryKey, { pages: [oddRecord('compare-images', disagreementsSchema)], pageParams: [0] });
client.setQueryData(deletedSweepsQuery.queryKey, [{ ...sweep, deleted_at: '2026-01-02T12:00:00Z' }]);
client.setQueryData(serverQuery.queryKey, oddRecord('server-failed', serverSchema));

function shown(page: ReactNode): string {
  const router = createRouter({ routeTree: createRootRoute(), history: createMemoryHistory() });
  const within = createElement(RouterContextProvider, { router, children: page } as never);
  return renderToStaticMarkup(createElement(QueryClientProvider, { client }, within));
}

const none = () => undefined;
const refused = { shown: runs, applied: ODD, loading: false, error: new ApiError(ODD, 400, problems), retry: none };
const PLACES: Record<string, ReactNode> = {
  'the sweep’s page': createElement(SweepPage, { address: sweep.sweep_id, view: {}, setView: none }),
  'its parallel coordinates': createElement(SweepPage, { address: sweep.sweep_id, view: { space: 'parallel' }, setView: none }),
  'the run’s page': createElement(RunPage, { address: run.run_id, view: {}, setView: none }),
  'a comparison': createElement(ComparePage, { view: { runs: compared.join(','), all: 'true', metric: ODD }, setView: none }),
  'the list': createElement(SweepsPage, { view: { group: 'project', sweeps: sweep.sweep_id }, setView: none }),
  'a refused filter': createElement(RunsFilter, { sweep, runs, filter: `statsu${ODD} = 1`, filtered: refused, onChange: none }),
  'an applied filter': createElement(RunsFilter, { sweep, runs, filter: `tags.\`${ODD}x\` = 1`, filtered: { ...refused, applied: `tags.\`${ODD}x\` = 1`, error: null }, onChange: none }),
  'a checked sweep file': createElement(Valid, { check: oddRecord('check', checkSchema) }),
  'an estimate': createElement(Estimated, { data: { train_images: null, validation_images: null, test_images: null, height: null, width: null, channels: null, classes: null, memory: null, time: null, warnings: [ODD], problem: ODD } }),
  'a wrong sweep file': createElement(Problems, { problems: oddRecord('problem', errorSchema).problems, onGo: none }),
  'an export': createElement(ExportBox, { offer: null, jobs: [oddRecord('export', exportJobSchema)], before: () => 0, asking: false, error: new Error(ODD), onExport: none, onDrop: none, hrefOf: () => '', command: '' }),
  'a launch': createElement(LaunchNotice, { name: ODD, problem: ODD }),
  'damage': createElement(DamageNotice, { found: 1, records: oddRecord('damage', damagesSchema).map(({ description }) => description) }),
  'no page': createElement(NoPage, { what: 'run', missing: true, error: new Error(ODD), onRetry: none }),
};

/** Where it stands; null where it does not. */
function around(text: string, part: string): string | null {
  const place = text.indexOf(part);
  return place < 0 ? null : text.slice(Math.max(0, place - 80), place + 20);
}

test.each(Object.keys(PLACES))('%s shows odd text so that it steers and hides nothing', (place) => {
  const html = shown(PLACES[place]);
  expect(html).toContain(SHOWN);
  const read = html.replace(/ value="[^"]*"/g, ''); // what one edits stays as it is
  for (const part of ['\u202e', '\u0007', '\u200b', '<b>odd']) expect(around(read, part)).toBeNull();
});
