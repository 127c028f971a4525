import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { comparisonSchema, type Comparison } from '@/api/comparison-schemas';
import { groupsOf, type Row } from './rows';

/** As the server answers: three runs of a sweep, and one that a program trained in its own loop. */
function golden(): Comparison {
  const file = new URL('../../../../../src/test/resources/golden/api/compare.json', import.meta.url);
  return comparisonSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

function row(comparison: Comparison, name: string): Row {
  const found = groupsOf(comparison).flatMap(({ rows }) => rows).find((each) => each.name === name);
  if (!found) throw new Error(`no row ${name}`);
  return found;
}

test('groupsOf_accuracies_differInPointsByTheirGoal', () => {
  const { cells } = row(golden(), 'val_accuracy');
  expect(cells.map(({ text, difference, good }) => [text, difference, good])).toEqual([
    ['70.00\u00a0%', null, null],
    ['95.00\u00a0%', '+25.00', true],
    ['72.50\u00a0%', '+2.50', true],
    ['–', null, null],
  ]);
});

test('groupsOf_sizeAndTimeOfPredictions_areCosts', () => {
  const comparison = golden();
  const runs = comparison.runs.slice(0, 2).map((compared, place) => ({
    ...compared,
    run: { ...compared.run, metrics: { network_parameters: 50_000 + 7_000 * place, test_cpu_seconds_per_image: [4e-5, 3.9e-5][place] ?? null } },
  }));
  const costs = groupsOf({ ...comparison, runs }).find(({ title }) => title === 'Time and size')?.rows ?? [];
  const cells = (name: string) => costs.find((each) => each.name === name)?.cells.map(({ text, difference, good }) => [text, difference, good]);
  expect(cells('network_parameters')).toEqual([['50,000', null, null], ['57,000', '+7,000', false]]);
  expect(cells('test_cpu_seconds_per_image')).toEqual([['40\u00a0µs', null, null], ['39\u00a0µs', '−1\u00a0µs', true]]);
});

test('groupsOf_checkpointsThatAreWrittenTheSame_areNoDifference', () => {
  const comparison = golden();
  const sizes = [343_000, 343_008, 512_000];
  const runs = comparison.runs.slice(0, 3).map((compared, place) => ({ ...compared, checkpoint_bytes: sizes[place] ?? null }));
  expect(row({ ...comparison, runs }, 'checkpoint').cells).toEqual([
    { text: '343.0\u00a0kB', difference: null, good: null },
    { text: '343.0\u00a0kB', difference: '±0', good: null },
    { text: '512.0\u00a0kB', difference: '+169.0\u00a0kB', good: null },
  ]);
});

test('groupsOf_ofClients_countRounds', () => {
  const comparison = golden();
  const runs = comparison.runs.map((compared) => ({ ...compared, run: { ...compared.run, metrics: { ...compared.run.metrics, clients_asked: 3 } } }));
  expect(row({ ...comparison, runs }, 'best round').cells).toHaveLength(runs.length);
});

test('groupsOf_whatOneRunAloneHas_isADashForTheOthers', () => {
  expect(row(golden(), 'reward').cells.map(({ text }) => text)).toEqual(['–', '–', '–', '3']);
  expect(row(golden(), 'gamma')).toMatchObject({ differs: true });
});

test('groupsOf_againstAnotherBaseline_turnsTheSigns', () => {
  const comparison = golden();
  const other = { ...comparison, baseline: comparison.runs[1]?.run.run_id ?? '' };
  expect(row(other, 'val_accuracy').cells[0]).toEqual({ text: '70.00\u00a0%', difference: '−25.00', good: false });
  expect(row(other, 'epochs').cells.map(({ difference }) => difference)).toEqual(['±0', null, '±0', '+1']);
});
