import { expect, test } from 'vitest';
import { browserStorage, DRAFT, keepDraft, keepEarlier, NO_DRAFT, readDraft, readEarlier, type Draft } from './draft';

function storage(room = Infinity) {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => {
      if (text.length > room) throw new DOMException('full', 'QuotaExceededError');
      kept.set(key, text);
    },
  };
}

const draft = (text: string, tab = 'a', begun = ''): Draft => ({ text, tab, begun, source: '', at: 1 });

test('a draft is there again after a reload, and what is no draft is none', () => {
  const kept = storage();
  expect(readDraft(kept)).toEqual(NO_DRAFT);
  keepDraft(kept, draft('name: x'), '');
  expect(readDraft(kept)).toEqual(draft('name: x'));
  kept.setItem(DRAFT, '{"text": 1}');
  expect(readDraft(kept)).toEqual(NO_DRAFT);
  kept.setItem(DRAFT, '{');
  expect(readDraft(kept)).toEqual(NO_DRAFT);
});

test('what another tab wrote meanwhile goes to the earlier ones', () => {
  const kept = storage();
  keepDraft(kept, draft('one', 'a'), '');
  keepDraft(kept, draft('two', 'b'), '');
  expect(readDraft(kept).text).toBe('two');
  expect(readEarlier(kept).map(({ text }) => text)).toEqual(['one']);
  keepDraft(kept, draft('three', 'a'), 'two');
  expect(readEarlier(kept)).toHaveLength(1);
});

test('earlier ones are the last ten that somebody worked on, each once', () => {
  const kept = storage();
  keepEarlier(kept, draft('example', 'a', 'example'));
  keepEarlier(kept, draft('  \n'));
  expect(readEarlier(kept)).toEqual([]);
  for (let i = 0; i < 12; i++) keepEarlier(kept, draft(`text ${i}`));
  keepEarlier(kept, draft('text 5'));
  expect(readEarlier(kept).map(({ text }) => text)).toEqual(['text 5', ...[11, 10, 9, 8, 7, 6, 4, 3, 2].map((i) => `text ${i}`)]);
});

test('a browser without room says so', () => {
  expect(keepDraft(storage(3), draft('name: x'), '')).toBe(false);
  expect(keepDraft(storage(), draft('name: x'), '')).toBe(true);
});

test('a browser that forbids its storage keeps no draft, and says so', () => {
  Object.defineProperty(globalThis, 'localStorage', {
    configurable: true,
    get: () => {
      throw new DOMException('forbidden', 'SecurityError');
    },
  });
  const kept = browserStorage();
  Reflect.deleteProperty(globalThis, 'localStorage');
  expect(readDraft(kept)).toEqual(NO_DRAFT);
  expect(keepDraft(kept, draft('name: x'), '')).toBe(false);
});
