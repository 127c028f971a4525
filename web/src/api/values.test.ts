import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parameterText } from '@/lib/format';
import { parseJson } from './json';
import { runColumnsSchema } from './run-columns';
import { runsSchema, type Run } from './schemas';

/** What the server answers of recorded values, and what these are: see ValuesEveryWayTest. */
const GOLDEN = new URL('../../../src/test/resources/golden/values/', import.meta.url);
const golden = (name: string): unknown => parseJson(readFileSync(new URL(`${name}.json`, GOLDEN), 'utf8'));
const expected = JSON.parse(readFileSync(new URL('expected.json', GOLDEN), 'utf8')) as Record<string, unknown>[];

type Value = Run['parameters'][string];

/** A number by its 64 bits, so that -0 isn't 0. */
function bits(value: number): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16).padStart(16, '0');
}

function encoded(value: Value): unknown {
  if (value !== null && typeof value === 'object') return value.map(encoded);
  if (typeof value === 'number') return `number ${bits(value)}`;
  return typeof value === 'string' ? `text ${value}` : `${typeof value === 'bigint' ? 'whole' : 'truth'} ${String(value)}`;
}

test('runs_ofAnyValues_areReadAsTheyWereRecorded', () => {
  const runs = runsSchema.parse(golden('runs'));
  expect(runs.filter((run) => run.reason !== null)).toEqual([]);
  check(runs);
});

test('runColumns_ofAnyValues_areReadAsTheyWereRecorded', () => check(runColumnsSchema.parse(golden('columns')).runs));

function check(runs: readonly Run[]): void {
  expect(runs).toHaveLength(expected.length);
  runs.forEach((run, index) => {
    const found = Object.entries(run.parameters).map(([name, value]) => [name, encoded(value)] as const);
    // Columns have one order of names for all.
    expect(new Map(found)).toEqual(new Map(Object.entries(expected[index] ?? {})));
    expect('isPrototypeOf' in run.parameters).toBe(false);
    for (const value of Object.values(run.parameters)) {
      expect(parameterText(value)).not.toBe('');
    }
  });
}
