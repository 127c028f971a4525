import { readFileSync } from 'node:fs';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { parseJson } from '@/api/json';
import { errorSchema, type Adjustment, type Sweep } from '@/api/schemas';
import { aSweep } from '../model/test-runs';
import { SweepFactsProvider, type SweepFacts } from '../sweep-context';
import { ChangesPanel, Field } from './changes-panel';
import { bodyOf, otherProblems, problemsOf } from './wishes';

const GOLDEN = new URL('../../../../../src/test/resources/golden/api/set-problem.json', import.meta.url);
const { problems } = errorSchema.parse(parseJson(readFileSync(GOLDEN, 'utf8')));

const change = (of: Partial<Adjustment>): Adjustment => ({
  key: 'run_cap',
  before: '12',
  after: '40',
  job: null,
  by: 'ada',
  adjusted_at: '2025-03-01T12:00:00Z',
  ...of,
});

function shown(sweep: Sweep): string {
  const page = { address: sweep.sweep_id, sweep } as SweepFacts;
  const panel = createElement(SweepFactsProvider, { value: page }, createElement(ChangesPanel));
  const html = renderToStaticMarkup(createElement(QueryClientProvider, { client: new QueryClient() }, panel));
  return html.replaceAll(/<[^>]+>/g, '');
}

test('changesPanel_ofARunningSweep_saysWhatHoldsFromWhichJobAndTakesMore', () => {
  const text = shown(aSweep({ status: 'RUNNING', adjustments: [change({ job: 17 }), change({ key: 'training.timeout', before: '10m', after: null })] }));
  expect(text).toContain('run_cap from 12 to 40, from job 17 on by ada');
  expect(text).toContain('training.timeout from 10m to nothing, asked for');
  expect(text).toContain('Runs at mostRuns at onceLongest runTime in all');
});

test('changesPanel_whatCantChange_takesNothing', () => {
  expect(shown(aSweep({ status: 'FINISHED' }))).toBe('');
  expect(shown(aSweep({ status: 'RUNNING', method: 'external' }))).toBe('');
  const over = shown(aSweep({ status: 'FINISHED', adjustments: [change({})] }));
  expect(over).toContain('too late');
  expect(over).not.toContain('Runs at most');
  expect(shown(aSweep({ status: 'STOPPED', adjustments: [change({})] }))).toContain('when it is resumed');
});

test('bodyOf_whatIsTyped_isNumbersTextsAndNothing', () => {
  expect(bodyOf({ run_cap: ' 40 ', workers: '', 'training.timeout': '10m' })).toBe('{"run_cap":40,"training.timeout":"10m"}');
  expect(bodyOf({ run_cap: 'null', workers: 'two' })).toBe('{"run_cap":null,"workers":"two"}');
});

test('problems_ofTheServer_standAtTheirField', () => {
  expect(problemsOf(problems, 'run_cap')).toHaveLength(1);
  expect(problemsOf(problems, 'workers')).toHaveLength(1);
  expect(otherProblems(problems).map(({ file }) => file)).toEqual(['parameters.dropout.max=9']);
  const field = createElement(Field, { label: 'Runs at most', example: '40', value: '0', problems: problemsOf(problems, 'run_cap'), onChange: () => undefined });
  expect(renderToStaticMarkup(field)).toMatch(/aria-invalid="true".*found <code>.*expected /);
});
