import { readFileSync } from 'node:fs';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, expect, test, vi } from 'vitest';
import { z } from 'zod/mini';
import { foundDamaged, get } from '@/api/client';
import { damagesSchema } from '@/api/schemas';
import { DamageNotice } from '@/ui/damage-notice';


const GOLDEN = new URL('../../../src/test/resources/golden/api/damage.json', import.meta.url);

afterEach(() => vi.unstubAllGlobals());

function answer(headers: Record<string, string>, status = 200): void {
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json([], { headers, status })));
}

const ask = () => get('/sweeps', z.array(z.unknown()));

test('an answer that lacks damaged records says how many, one that lacks none takes it back', async () => {
  let told = 0;
  const forget = foundDamaged.watch(() => (told += 1));
  answer({ 'trawl-damaged': '3' });
  await ask();
  await ask();
  expect(foundDamaged.count()).toBe(3);
  expect(told).toBe(1);
  answer({ 'trawl-damaged': '4' }, 500);
  await expect(ask()).rejects.toThrow();
  expect(foundDamaged.count()).toBe(4);
  answer({});
  await ask();
  expect(foundDamaged.count()).toBe(0);
  expect(told).toBe(3);
  forget();
});

test('the notice names each damaged record and what to do', () => {
  const golden = damagesSchema.parse(JSON.parse(readFileSync(GOLDEN, 'utf8')));
  const records = golden.map(({ description }) => description);
  expect(records).not.toHaveLength(0);
  const notice = renderToStaticMarkup(createElement(DamageNotice, { found: records.length, records }));
  for (const description of records) expect(notice).toContain(description);
  for (const command of ['trawl doctor --db', 'trawl restore', 'trawl repair']) expect(notice).toContain(command);
  expect(notice).toContain('role="alert"');
});

test('the notice folds all but a few of many records, and is not there without any', () => {
  const records = Array.from({ length: 8 }, (_, number) => `record ${number} is damaged`);
  const notice = renderToStaticMarkup(createElement(DamageNotice, { found: 8, records }));
  expect(notice).toContain('8 damaged records are left out');
  expect(notice).toContain('<summary>3 more</summary>');
  for (const description of records) expect(notice).toContain(description);
  expect(renderToStaticMarkup(createElement(DamageNotice, { found: 0, records: [] }))).toBe('');
});
