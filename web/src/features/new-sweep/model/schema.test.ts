import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { keysAt, valuesAt, type Schema } from './schema';
import { placeAt } from './place';
import { valuesOf } from './values';

const schema = JSON.parse(readFileSync(new URL('../../../../../sweeps/sweep.schema.json', import.meta.url), 'utf8')) as Schema;

/** What is proposed at the bar: keys, then values. */
function proposed(text: string) {
  const cursor = text.indexOf('|');
  const place = placeAt(text.replace('|', ''), cursor);
  if (!place) return [];
  const file = valuesOf(text.slice(0, place.from) + text.slice(cursor + 1));
  const keys = place.kind === 'value' ? [] : keysAt(schema, place.path, file);
  return [...keys, ...(place.kind === 'key' ? [] : valuesAt(schema, place.path, file))];
}
const labels = (text: string) => proposed(text).map(({ label }) => label);

test('the top level has every key that is not there yet, with what it means', () => {
  const found = proposed('name: x\n|\nseed: 1');
  expect(found.map(({ label }) => label)).toEqual(expect.arrayContaining(['dataset', 'method', 'parameters', 'training', 'notify']));
  expect(found.map(({ label }) => label)).not.toContain('name');
  expect(found.map(({ label }) => label)).not.toContain('seed');
  expect(found.find(({ label }) => label === 'run_cap')?.info).not.toBe('');
});

test('values are the words that a key may have', () => {
  expect(labels('method: |')).toEqual(['grid', 'random', 'qmc', 'bayes', 'tpe']);
  expect(proposed('method: |')[0]?.info).toMatch(/every combination once/);
  expect(labels('training: {optimizer: |')).toEqual(['adam', 'adamw', 'sgd', 'nesterov']);
  expect(labels('parameters:\n  optimizer: {values: [adam, |')).toEqual(['adam', 'adamw', 'sgd', 'nesterov']);
  expect(labels('metric: {name: |')).toContain('val_accuracy');
  expect(labels('notify:\n  - on: [|')).toContain('run.failed');
  expect(labels('notify:\n  - on:\n      - |')).toContain('run.failed');
  expect(labels('training:\n  epochs: |')).toEqual(['10']);
});

test('which keys there are depends on what the file says elsewhere', () => {
  expect(labels('model: resnet\nparameters:\n  |')).toContain('width');
  expect(labels('model: resnet\nparameters:\n  |')).not.toContain('filters');
  expect(labels('parameters:\n  |')).toContain('filters');
  expect(labels('early_terminate:\n  type: asha\n  |')).toContain('audit');
  expect(labels('early_terminate: {type: median, |}')).toContain('min_runs');
  expect(labels('parameters:\n  dropout: {distribution: uniform, |')).toEqual(expect.arrayContaining(['min', 'max']));
  expect(labels('parameters:\n  dropout: {distribution: uniform, |')).not.toContain('values');
});

test('a detail says the type, the range and the default', () => {
  expect(proposed('training: {|').find(({ label }) => label === 'epochs')?.detail).toBe('integer from 1, default 10');
  expect(proposed('|').find(({ label }) => label === 'model')?.detail).toBe('one of a list, default cnn');
});

test('a file that makes no sense has no proposals, and no error', () => {
  for (const text of ['{{{[: |', '- - - |', 'a: b: c: |']) expect(labels(text)).toEqual([]);
});
