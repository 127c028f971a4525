import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { visible } from '@/lib/visible';
import { Panel } from './panel';
import { Facts } from './facts';
import { NameText, UserText } from './user-text';

test('visible_whatSteersOrHides_isEscapedAsTheCommandLineDoes', () => {
  expect(visible('a\u202eb\u2066c\u200bd\ufeffe\u2028f')).toBe('a\\u202eb\\u2066c\\u200bd\\ufeffe\\u2028f');
  expect(visible('\u001b[31m\u0000\t\r\u0085\ud800')).toBe('\\u001b[31m\\u0000\\t\\r\\u0085\\ud800');
  expect(visible('\u{e0001}')).toBe('\\udb40\\udc01');
});

test('visible_scriptsEmojiAndLineFeeds_stay', () => {
  const text = 'שלום می\u200cخواهم 👩\u200d🔬 数\n𝒳';
  expect(visible(text)).toBe(text);
});

test('panelAndFacts_namesThatSteer_areVisible', () => {
  const fact = createElement(Facts, { facts: [['a\u001b', 'b\u202e']] });
  const html = renderToStaticMarkup(createElement(Panel, { title: 't\u0000', note: 'n\u2067', children: fact }));
  for (const text of ['t\\u0000', 'n\\u2067', 'a\\u001b', 'b\\u202e']) expect(html).toContain(`>${text}</bdi>`);
});

test('userText_aLongText_scrollsByItselfUnlessItIsCut', () => {
  const html = (length: number, cut: boolean) => renderToStaticMarkup(createElement(UserText, { text: 'x'.repeat(length), cut }));
  expect(html(1_000, false)).toMatch(/class="[^"]*whole/);
  expect(html(1_001, false)).toMatch(/class="[^"]*long/);
  expect(html(1_001, true)).toMatch(/class="[^"]*cut/);
});

test('nameText_aDottedName_breaksAtItsDots', () => {
  const html = renderToStaticMarkup(createElement(NameText, { text: 'training.local_epochs\u0000' }));
  expect(html).toContain('>training.<wbr/>local_<wbr/>epochs\\u0000</bdi>');
});
