import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { errorSchema } from '@/api/schemas';
import { keyText, literal } from '../model/filter-text';
import { ATTRIBUTES, completed, completion, vocabulary } from './filter-keys';
import { aRun } from '../model/test-runs';

const runs = [0, 0.25, 0.5].map((dropout, i) =>
  aRun({
    number: i + 1,
    parameters: { dropout, batch_size: [128, 64, 64][i] ?? 0, model: 'cnn', filters: [16, 32] },
    metrics: { val_accuracy: 0.9, ...(i > 0 && { test_accuracy: 0.91 }) },
    tags: { 'my note': "it's" },
    status: i === 0 ? 'FAILED' : 'FINISHED',
  }),
);
const words = vocabulary(runs);

/** What is proposed where the bar stands. */
function proposed(marked: string): string[] {
  return completion(marked.replace('|', ''), marked.indexOf('|'), words)?.suggestions.map(({ text }) => text) ?? [];
}

/** The text after the first proposal is taken, with a bar for the cursor. */
function taken(marked: string): string {
  const text = marked.replace('|', '');
  const found = completion(text, marked.indexOf('|'), words);
  if (!found) return text;
  const next = completed(text, found, found.suggestions[0]?.text ?? '');
  return `${next.text.slice(0, next.caret)}|${next.text.slice(next.caret)}`;
}

test('attributes_areThoseThatTheServerKnows', () => {
  const golden = new URL('../../../../../src/test/resources/golden/api/filter-problem.json', import.meta.url);
  const { problems } = errorSchema.parse(JSON.parse(readFileSync(golden, 'utf8')));
  expect(problems[0]?.expected.split(' one of ')[1]?.split(', ')).toEqual(Object.keys(ATTRIBUTES));
});

test('vocabulary_runs_hasAllThatTheyHave', () => {
  expect(words.keys.slice(0, 7).map(({ text, hint }) => `${text}: ${hint}`)).toEqual([
    'metrics.val_accuracy: number',
    'metrics.test_accuracy: number',
    'params.dropout: 0, 0.25, 0.5',
    'params.batch_size: 128, 64',
    'params.model: cnn',
    'params.filters: [16, 32]',
    'tags.`my note`: text',
  ]);
  expect(vocabulary([]).keys).toHaveLength(Object.keys(ATTRIBUTES).length);
});

test('completion_whereAKeyStands_proposesKeys', () => {
  expect(proposed('|')).toHaveLength(words.keys.length);
  expect(proposed('test|')).toEqual(['metrics.test_accuracy']);
  expect(proposed('a|').slice(0, 2)).toEqual(['attempt', 'metrics.val_accuracy']);
  expect(proposed('my|')).toEqual(['tags.`my note`']);
  expect(proposed('accuracy|')).toEqual(['metrics.val_accuracy', 'metrics.test_accuracy']);
  expect(proposed('params.d|')).toEqual(['params.dropout']);
  for (const before of ['epochs > 1 AND ', 'epochs > 1 or not ', '(', 'epochs > 1 AND NOT (', 'NOT ((', '(epochs > 1) and ']) {
    expect(proposed(`${before}ban|`), before).toEqual(['band']);
  }
});

test('completion_whereNoKeyStands_proposesNone', () => {
  for (const text of ['epochs ban|', 'epochs > ban|', 'epochs IN (ban|', 'epochs IN (1, ban|', "reason = 'x AND ban|", 'epochs NOT ban|', 'band|']) {
    expect(proposed(text), text).toEqual([]);
  }
});

test('completion_afterAnEqualsSignOrIn_proposesTheRunsValues', () => {
  expect(proposed('params.batch_size = |')).toEqual(['64', '128']);
  expect(proposed('param.batch_size != 1|')).toEqual(['128']);
  expect(proposed("status = 'FI|")).toEqual(["'FINISHED'"]);
  expect(proposed('status IN (|')).toEqual(["'FAILED'", "'FINISHED'"]);
  expect(proposed("status NOT IN ('FAILED', |")).toEqual(["'FAILED'", "'FINISHED'"]);
  expect(proposed('params.filters = |')).toEqual(["'[16,32]'"]);
  expect(proposed('epochs = |')).toEqual([]);
});

test('completion_moreValuesThanAnyoneReads_proposesNone', () => {
  const many = vocabulary(Array.from({ length: 13 }, (_, i) => aRun({ number: i + 1, parameters: { dropout: i / 26 } })));
  expect(completion('params.dropout = ', 17, many)).toBeNull();
  expect(many.keys.find(({ text }) => text === 'params.dropout')?.hint).toBe('13 values');
  const more = vocabulary(Array.from({ length: 1001 }, (_, i) => aRun({ number: i + 1, parameters: { dropout: i } })));
  expect(completion('params.dropout = ', 17, more)).toBeNull();
  expect(more.keys.find(({ text }) => text === 'params.dropout')?.hint).toBe('over 1000 values');
});

test('completed_suggestion_replacesTheWholeWord', () => {
  expect(taken('tes|')).toBe('metrics.test_accuracy |');
  expect(taken('epochs > 1 AND ba|tch > 3')).toBe('epochs > 1 AND params.batch_size |> 3');
  expect(taken("status = 'fin|")).toBe("status = 'FINISHED' |");
  expect(taken("status IN ('fa|il', 'x')")).toBe("status IN ('FAILED'|, 'x')");
});

test('literal_anyValue_standsAsTheFilterHasIt', () => {
  expect([0.001, 'adam', "it's", [16, 32], true, null, undefined].map(literal)).toEqual([
    '0.001', "'adam'", "'it''s'", "'[16,32]'", "'true'", null, null,
  ]);
  expect([keyText('top-5/x.y'), keyText('a`b c')]).toEqual(['top-5/x.y', '`a``b c`']);
});
