import { expect, test } from 'vitest';
import { parseJson } from './json';
import { runDetailSchema, runsSchema } from './schemas';

test('parseJson_wholeNumbersBeyondDoubles_keepTheirDigits', () => {
  const text = '{"a":9007199254740993,"b":[-9223372036854775808 ,9007199254740991],"c":9007199254740992.0,"d":1.1234567890123456789e-300,"e":1e-1234567890123456}';
  expect(parseJson(text)).toEqual({
    a: { '': '9007199254740993' },
    b: [{ '': '-9223372036854775808' }, 9007199254740991],
    c: 9007199254740992,
    d: Number('1.1234567890123456789e-300'),
    e: 0,
  });
});

test('parseJson_digitsInsideTexts_areText', () => {
  const texts = [':9007199254740993,', '\\",9007199254740993,\\', '"seed":123', '\ud800', 'a\nb', ''];
  expect(parseJson(JSON.stringify(texts))).toEqual(texts);
  expect(parseJson(JSON.stringify({ 'x:9007199254740993,': 1 }))).toEqual({ 'x:9007199254740993,': 1 });
});

test('parseJson_aTextOfMillions_isRead', () => {
  const text = '\\"x'.repeat(2_000_000);
  expect(parseJson(JSON.stringify([text]))).toEqual([text]);
});

test('runsSchema_oneOddRun_costsOnlyItself', () => {
  const odd = { run_id: 'b', number: 2, parameters: { x: { a: 1 } }, status: 'NEW', metrics: { val_accuracy: 0.5 } };
  const runs = runsSchema.parse([{ run_id: 'a', number: 1 }, odd, 7]);
  expect(runs.map((run) => [run.run_id, run.number])).toEqual([['a', 1], ['b', 2], ['', 0]]);
  expect(runs[1]?.metrics.val_accuracy).toBe(0.5);
  expect(runs.every((run) => run.reason?.startsWith('unreadable, at '))).toBe(true);
  expect(Object.keys(runs[1]?.parameters ?? {})).toEqual([]);
});

test('runsSchema_valuesThatAreAbsent_haveNoNameOfAnObjects', () => {
  const [run] = runsSchema.parse([7]);
  for (const name of ['__proto__', 'constructor', 'toString']) {
    expect([run?.metrics[name], run?.parameters[name], run?.tags[name], run?.intervals[name]]).toEqual(Array(4).fill(undefined));
    expect(runDetailKinds()[name]).toBeUndefined();
  }
});

function runDetailKinds() {
  return runDetailSchema.shape.metric_kinds.parse(undefined);
}
