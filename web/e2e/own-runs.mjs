/**
 * The pages of what a program recorded by itself: no images, no test, an error of its own that shall be small. Its sweep has
 * more runs than the table has rows at once.
 */
import assert from 'node:assert/strict';
import { openBrowser, picture, soon, step, walk } from './browser.mjs';

const base = (process.env.TRAWL_URL ?? '').replace(/\/$/, '');
const browser = await openBrowser([new URL(base).origin]);
const { context, page } = browser;

/** What only runs that are measured on images have. */
const OF_IMAGES = ['Export it', 'Against the thresholds', 'Confusion', 'Classes', 'Images', 'test images', 'Is the difference real?'];

await walk('own runs', browser, async () => {
  await step('the sweep of a program says what it can', async () => {
    await page.goto(`${base}/sweeps/line-fit`);
    await page.getByTestId('curves').locator('canvas').first().waitFor();
    await page.getByText('is the lowest').waitFor();
    await nothingOfImages();
    await picture(page, 'own-sweep');
  });
  await step('so do its runs, and two side by side', async () => {
    await page.getByTestId('best-run').getByRole('link').first().click();
    await page.getByTestId('curves').locator('canvas').nth(1).waitFor();
    await nothingOfImages();
    await picture(page, 'own-run');
    const [first, second] = await runs();
    await page.goto(`${base}/compare?runs=${first.run_id},${second.run_id}`);
    await page.getByTestId('curves').locator('canvas').first().waitFor();
    await nothingOfImages();
    await picture(page, 'own-compare');
  });
  await step('of many rows those in sight are there, and the one that has the focus keeps it', scrolled);
  await step('and its report', async () => {
    const html = await (await context.request.get(`${base}/api/v1/sweeps/line-fit/report`)).text();
    assert.match(html, /Run \d+ has the best error\/valid/);
    for (const words of OF_IMAGES) assert.ok(!html.includes(words), `the report speaks of ${words}`);
  });
});

async function runs() {
  return (await context.request.get(`${base}/api/v1/sweeps/line-fit/runs`)).json();
}

async function scrolled() {
  await page.goto(`${base}/sweeps/line-fit`);
  const table = page.getByTestId('runs-table');
  const tick = (/** @type {number} */ run) => table.getByRole('checkbox', { name: `Choose run ${run}`, exact: true });
  await tick(1).waitFor();
  const last = (await runs()).length;
  await soon('rows that are counted', () => table.getAttribute('aria-rowcount'), String(1 + last));
  await soon(`rows of ${last} runs`, () => table.locator('tbody tr[data-run]').count(), (rows) => rows < last);
  assert.equal(await tick(last).count(), 0, 'the last run is not in sight');
  await tick(2).focus();
  await page.getByRole('region', { name: 'Runs, scrollable' }).evaluate((frame) => frame.scrollTo({ top: frame.scrollHeight }));
  await tick(last).waitFor();
  await soon('rows out of sight', () => tick(12).count(), 0);
  await keepsFocus('scrolled away');
  await page.keyboard.press('Space');
  await page.waitForURL(/runs=2/);
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Tab');
  await keepsFocus('left and found again from its neighbour');
  const sort = table.getByRole('columnheader', { name: 'learning_rate' });
  for (const order of ['ascending', 'descending']) {
    await sort.getByRole('button').evaluate((button) => /** @type {HTMLElement} */ (button).click());
    await page.waitForFunction((wanted) => document.querySelector(`th[aria-sort=${wanted}]`)?.textContent?.includes('learning_rate'), order);
    await keepsFocus(order);
  }
  await page.keyboard.press('Space');
  await page.waitForURL((url) => !url.searchParams.has('runs'));
}

/** @param {string} when */
async function keepsFocus(when) {
  await soon(`focus, ${when}`, () => page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'Choose run 2');
}

async function nothingOfImages() {
  const text = await page.getByRole('main').innerText();
  for (const words of OF_IMAGES) assert.ok(!text.includes(words), `${page.url()} speaks of ${words}`);
}
