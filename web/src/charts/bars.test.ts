import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { Bars } from './bars';

test('bars_aNameThatIsLongAndTurnsAround_isCutAndIsolated', () => {
  const name = `\u202e${'x'.repeat(5000)}`;
  const html = renderToStaticMarkup(
    createElement(Bars, { state: { kind: 'ready' }, bars: [{ name, share: 1, note: null }], head: ['a', 'b', 'c'] }),
  );
  expect(html).not.toContain('\u202e');
  expect(html).toMatch(/<bdi class="[^"]*cut[^"]*" title="\\u202ex{5000}">\\u202ex{5000}<\/bdi>/);
});
