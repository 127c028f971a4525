import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parameterText } from '@/lib/format';
import { parseJson } from './json';
import { runsSchema, type Run } from './schemas';

/** What the server answers of recorded values, and what these are: see ValuesEveryWayTest. */
const GOLDEN = new URL('../../../src/test/resources/golden/values/', import.meta.url);
const answer = parseJson(readFileSync(new URL('runs.json', GOLDEN), 'utf8'));
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
  const runs = runsSchema.parse(answer);
  expect(runs.filter((run) => run.reason !== null)).toEqual([]);
  expect(runs).toHaveLength(expected.length);
  runs.forEach((run, index) => {
    const found = Object.entries(run.parameters).map(([name, value]) => [name, encoded(value)]);
    expect(found).toEqual(Object.entries(expected[index] ?? {}));
    expect('isPrototypeOf' in run.parameters).toBe(false);
    for (const value of Object.values(run.parameters)) {
      expect(parameterText(value)).not.toBe('');
    }
  });
});
