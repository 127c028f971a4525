/**
 * Asks axe about each page, wide and narrow, light and dark: nothing that it calls moderate or worse is let pass. TRAWL_SWEEP has finished runs.
 */
import assert from 'node:assert/strict';
import axe from 'axe-core';
import { openBrowser, SIZES, soon, step, until, walk } from './browser.mjs';

const base = (process.env.TRAWL_URL ?? 'http://127.0.0.1:7070').replace(/\/$/, '');
const sweepName = encodeURIComponent(process.env.TRAWL_SWEEP ?? 'tiny');
const WIDE = { width: 1440, height: 900 };
// The filter `?` is applied, and refused, where there is a pause behind it.
const browser = await openBrowser([new URL(base).origin], /status of 400/);
const { context, page } = browser;

/** The ways in which a page is shown, and what axe is to look at. Forced colours are the browser's: axe finds the same in them. */
const WAYS = /** @type {const} */ ([
  { name: 'wide', size: WIDE, colorScheme: 'light', asked: {} },
  { name: 'dark', size: WIDE, colorScheme: 'dark', asked: { runOnly: 'color-contrast' } },
  { name: 'narrow', size: SIZES.phone, colorScheme: 'light', asked: {} },
]);

await walk('accessible', browser, async () => {
  const runs = await (await context.request.get(`${base}/api/v1/sweeps/${sweepName}/runs`)).json();
  const [first, second] = runs.filter((/** @type {{status: string}} */ run) => run.status === 'FINISHED').map((/** @type {{run_id: string}} */ run) => run.run_id);
  assert.ok(first && second, 'two runs have finished');
  const pages = { list: '/', sweep: `/sweeps/${sweepName}`, run: `/runs/${first}`, comparison: `/compare?runs=${first},${second}`, 'new sweep': '/new', models: '/models', nothing: '/no/such/page' };
  for (const [name, path] of Object.entries(pages)) {
    await step(`axe on ${name}`, async () => {
      await page.goto(base + path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForFunction(() => !document.querySelector('main')?.textContent?.includes('Loading '));
      await page.evaluate(axe.source);
      for (const { name: way, size, colorScheme, asked } of WAYS) {
        await page.setViewportSize(size);
        await page.emulateMedia({ colorScheme });
        await soon(`what axe finds on ${name}, ${way}`, () => faultsOf(asked), []);
      }
    });
  }
  await page.setViewportSize(WIDE);
  await page.emulateMedia({ colorScheme: 'light' });
  await step('keys do what the list of them says', keys);
  await step('the theme that was chosen stays', theme);
});

async function keys() {
  await page.goto(base);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: 'Keys' });
  await dialog.getByText('Go to the models').waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  await until(page, `${base}/models`, async () => { // the second key counts soon after the first
    await page.keyboard.press('g');
    await page.keyboard.press('m');
  });
  await page.goto(`${base}/sweeps/${sweepName}`);
  await page.getByTestId('runs-table').getByRole('checkbox').first().waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.waitForURL(/runs=\d/);
  await page.keyboard.press('/');
  await page.keyboard.type('?');
  await soon('what is typed is text', () => page.getByRole('combobox', { name: 'Filter' }).inputValue(), '?');
  assert.equal(await dialog.count(), 0, 'and no shortcut');
  await page.getByRole('combobox', { name: 'Filter' }).fill('');
  await page.getByRole('button', { name: 'Keys' }).click();
  await dialog.getByRole('checkbox').uncheck();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await page.keyboard.press('?');
  assert.equal(await dialog.count(), 0, 'no key is obeyed');
  await page.getByRole('button', { name: 'Keys' }).click();
  await dialog.getByRole('checkbox').check();
  await page.keyboard.press('Escape');
}

async function theme() {
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  await page.getByRole('button', { name: 'Theme: as the system' }).click();
  await page.getByRole('button', { name: 'Theme: light' }).click();
  await page.getByRole('button', { name: 'Theme: dark' }).waitFor();
  const dark = await soon('the ground in the dark', ground, (colour) => colour !== light);
  await page.route('**/*.js', () => undefined); // Before the page's code is there, it is dark already.
  await page.goto(base, { waitUntil: 'commit' });
  await page.waitForFunction((colour) => document.body && getComputedStyle(document.body).backgroundColor === colour, dark);
  await page.unroute('**/*.js');
  await page.goto(base);
  await page.getByRole('button', { name: 'Theme: dark' }).click();
  await soon('the system is light', ground, light);
}

/** @param {import('axe-core').RunOptions} asked @returns {Promise<string[]>} */
function faultsOf(asked) {
  return page.evaluate(async (options) => {
    const { axe: asking } = /** @type {{ axe: typeof import('axe-core') }} */ (/** @type {unknown} */ (window));
    const { violations } = await asking.run(document, { resultTypes: ['violations'], ...options });
    return violations
      .filter(({ impact }) => impact !== 'minor')
      .flatMap(({ id, impact, nodes }) => nodes.slice(0, 3).map((node) => `${String(impact)} ${id}: ${node.html.slice(0, 160)} ${node.failureSummary?.split('\n')[1] ?? ''}`));
  }, asked);
}
