/**
 * The table of a sweep's runs: columns, pins, a baseline, groups, and what is done to many runs at once. TRAWL_URL names
 * the server, TRAWL_SWEEP a sweep that has ended; what it changes it puts back.
 */
import assert from 'node:assert/strict';
import { openBrowser, picture, soon, step, walk } from './browser.mjs';

const base = (process.env.TRAWL_URL ?? 'http://127.0.0.1:7070').replace(/\/$/, '');
const address = `/sweeps/${encodeURIComponent(process.env.TRAWL_SWEEP ?? 'tiny')}`;

const browser = await openBrowser([new URL(base).origin]);
const { context, page, forgive } = browser;
const table = page.getByTestId('runs-table');
const rows = table.locator('tbody tr[data-run]');
const bar = page.getByTestId('selection');

await walk('table', browser, async () => {
  await step('columns are hidden, made wider, moved, and remembered', columns);
  await step('a baseline and pinned runs', pins);
  await step('a range of runs is tagged, deleted and back', many);
  await step('groups have means and fold', groups);
  await step('a view is saved, loaded, renamed and deleted', views);
  await step('a run opens by its sweep and its number', numbered);
  await step('what comes in leaves the scrolled table where it is', scrolled);
});

/** @param {string} query */
async function open(query) {
  await page.goto(base + address + query);
  await rows.first().waitFor();
}

/** @param {string} name */
function head(name) {
  return table.getByRole('columnheader', { name });
}

async function columns() {
  await open('');
  const chooser = page.getByTestId('columns');
  await page.getByText(/^Columns \d+ of \d+$/).click();
  await chooser.getByRole('checkbox', { name: /^Band/ }).uncheck();
  await page.waitForURL(/columns=-band/);
  await soon('a hidden column', () => head('Band').count(), 0);
  await chooser.getByRole('button', { name: 'Keep val_accuracy in sight' }).click();
  await page.waitForURL(/columns=-band,\*metrics\.val_accuracy/);
  await picture(page, 'table-columns');
  await page.keyboard.press('Escape');
  const left = async () => (await table.getByRole('columnheader').allInnerTexts()).slice(1, 3).join(' ');
  await soon('a pinned column is at the left', left, /Run.*val_accuracy/s);

  const edge = head('Status').getByRole('separator');
  await edge.hover(); // where it stays
  const before = await widthOf('Status');
  const box = await edge.boundingBox();
  assert.ok(box, 'the edge has a place');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.down();
  await page.mouse.move(x + 60, y, { steps: 4 });
  await page.mouse.up();
  await page.waitForURL(/status:\d+/);
  const wider = async () => (await widthOf('Status')) - before;
  await soon('pixels that it is wider', wider, (pixels) => Math.abs(pixels - 60) < 8);
  await edge.dblclick();
  await page.waitForURL((url) => !url.search.includes('status'));
  await soon('pixels that it is wider', wider, (pixels) => Math.abs(pixels) < 8);

  await head('Status').getByRole('button').dragTo(head('test_accuracy').getByRole('button'));
  await page.waitForURL(/order=/);
  await open('');
  await page.waitForURL(/columns=-band.*order=/);
  await soon('this browser remembers the columns of a sweep', () => head('Band').count(), 0);
  await open('?columns=*status');
  await head('Band').waitFor(); // the address decides
  await page.getByText(/^Columns \d+ of \d+$/).click();
  await chooser.getByRole('button', { name: 'Reset' }).click();
  await page.waitForURL((url) => url.search === '');
  await open('');
  await head('Band').waitFor(); // what was reset is forgotten
}

/** @param {string} name */
async function widthOf(name) {
  return (await head(name).boundingBox())?.width ?? 0;
}

async function pins() {
  await open('?sort=-number');
  await tick(1);
  await bar.getByRole('button', { name: 'Baseline' }).click();
  await page.waitForURL(/baseline=1/);
  await bar.getByRole('button', { name: 'Pin' }).click();
  await page.waitForURL(/pins=1/);
  await soon('the pinned run is the first, whatever the order', () => rows.first().innerText(), /^\s*1\b/);
  await table.getByTitle(/against run 1$/).nth(1).waitFor(); // metrics have their difference to the baseline
  await tick(2);
  const { run_id: id } = (await json(`/api/v1${address}/runs?filter=number%3D1`))[0];
  await soon('the compare page has the same baseline', () => bar.getByRole('link', { name: 'Compare' }).getAttribute('href'), new RegExp(`baseline=${id}`));
  await soon('a chosen run has its colour in the table', () => table.locator('tbody svg path').first().getAttribute('fill'), /--series-\d/);
  await picture(page, 'table-pins');
  await table.getByRole('button', { name: 'Unpin run 1' }).click();
  await page.waitForURL((url) => !url.search.includes('pins'));
  await table.getByRole('button', { name: 'Run 1 is the baseline: no baseline' }).click();
  await page.waitForURL((url) => !url.search.includes('baseline'));
}

/** @param {number} number @param {'Shift'[]} [modifiers] */
async function tick(number, modifiers = []) {
  await table.getByRole('checkbox', { name: `Choose run ${number}`, exact: true }).click({ modifiers });
}

async function many() {
  await open('');
  const all = (await json(`/api/v1${address}/runs`)).length;
  await soon('a row a run', () => rows.count(), all);
  await tick(1);
  await tick(3, ['Shift']);
  await page.waitForURL(/runs=1,2,3/);
  await bar.getByText('3\u00a0chosen runs').waitFor();
  const csv = await context.request.get(base + ((await bar.getByRole('link', { name: 'CSV' }).getAttribute('href')) ?? ''));
  assert.equal((await csv.text()).trim().split('\r\n').length, 4, 'a head and the chosen runs');

  await bar.getByRole('button', { name: 'Note and tags' }).click();
  const dialog = page.getByRole('dialog', { name: 'Note and tags that 3\u00a0runs have in common' });
  await dialog.getByRole('textbox', { name: 'Tag name' }).fill('short/list');
  await dialog.getByRole('textbox', { name: 'Tag text' }).fill('yes');
  await dialog.getByRole('button', { name: 'Set tag' }).click();
  await dialog.getByRole('button', { name: 'Remove tag short/list' }).waitFor();
  await picture(page, 'table-tags');
  await page.keyboard.press('Escape');
  await soon('each of them has the tag', () => table.getByText('short/list: yes').count(), 3);
  await table.getByRole('button', { name: 'Edit the tags of run 2' }).click();
  await page.getByRole('dialog', { name: 'Note and tags of run 2' }).getByRole('button', { name: 'Close' }).click();
  await bar.getByRole('button', { name: 'Note and tags' }).click();
  await dialog.getByRole('button', { name: 'Remove tag short/list' }).click();
  await dialog.getByRole('button', { name: 'Remove tag short/list' }).waitFor({ state: 'detached' });
  await dialog.getByRole('button', { name: 'Close' }).click();
  await bar.getByText('Tag short/list of 3\u00a0runs removed.').waitFor();
  await bar.getByRole('button', { name: 'Undo' }).click();
  await table.getByText('short/list: yes').nth(2).waitFor();
  await bar.getByRole('button', { name: 'Note and tags' }).click();
  await dialog.getByRole('button', { name: 'Remove tag short/list' }).click();
  await dialog.getByRole('button', { name: 'Close' }).click();

  await bar.getByRole('button', { name: 'Delete 3\u00a0runs' }).click();
  await bar.getByText('3\u00a0runs deleted.').waitFor();
  await rows.nth(all - 3).waitFor({ state: 'detached' }); // deleted runs are listed no more
  await bar.getByRole('button', { name: 'Undo' }).click();
  await page.waitForURL(/runs=1,2,3/);
  await soon('they are back, all of them', () => rows.count(), all);

  const every = table.getByRole('checkbox', { name: 'Choose all runs shown' });
  await every.click();
  await bar.getByText(new RegExp(`^${all}\\schosen runs`)).waitFor();
  await every.click();
  await bar.waitFor({ state: 'detached' });
}

async function groups() {
  await open('?columns=number');
  const choice = page.getByRole('combobox', { name: 'Group the runs by' });
  const options = await soon('some hyperparameter varies', () => choice.locator('option').allInnerTexts(), (texts) => texts.length > 2);
  await choice.selectOption(options[2] ?? '');
  await page.waitForURL(/by=parameters\./);
  const group = table.getByTestId('group');
  await group.first().waitFor();
  await soon('groups are folded', () => rows.count(), 0);
  await group.first().getByRole('button').click();
  await page.waitForURL(/open=\d/);
  await rows.first().waitFor(); // an open group lists its runs
  await picture(page, 'table-groups');
}

async function views() {
  await open('?sort=-metrics.val_accuracy&columns=-band&runs=1');
  const menu = page.getByTestId('views');
  await page.getByText(/^Views?\b/).first().click();
  const name = `by val/accuracy ${Date.now()}`;
  await menu.getByRole('textbox', { name: 'Name of what is shown' }).fill(name);
  await menu.getByRole('button', { name: 'Save' }).click();
  await page.getByText(`View: ${name}`).waitFor();
  await picture(page, 'table-views');
  await open('?filter=number+%3E+0&sort=number');
  await page.getByText(/^Views?\b/).first().click();
  await menu.getByRole('button', { name, exact: true }).click();
  await page.waitForURL((url) => url.search === '?sort=-metrics.val_accuracy&columns=-band&runs=1');
  await menu.getByRole('button', { name: `rename ${name}` }).click();
  await menu.getByRole('textbox', { name: `New name of ${name}` }).fill('kept');
  await menu.getByRole('button', { name: 'Rename' }).click();
  await page.getByText('View: kept').waitFor();
  await menu.getByRole('button', { name: 'delete kept' }).click();
  await menu.getByRole('button', { name: 'kept', exact: true }).waitFor({ state: 'detached' });
}

async function numbered() {
  const { run_id: id } = (await json(`/api/v1${address}/runs?filter=number%3D2`))[0];
  await page.goto(`${base}${address}/runs/2?filter=number+%3E+1`);
  await page.waitForURL((url) => url.pathname === `/runs/${id}` && url.searchParams.get('filter') === 'number > 1');
  await page.getByRole('heading', { level: 1, name: /^Run 2\b/ }).waitFor();
  for (const wrong of ['99999', '0', 'x']) {
    await page.goto(`${base}${address}/runs/${wrong}`);
    await page.getByRole('heading', { level: 1, name: 'There is no such page' }).waitFor();
  }
  await page.goto(`${base}/sweeps/no-such-sweep/runs/1`);
  await page.getByRole('heading', { level: 1, name: 'There is no such page' }).waitFor();
  await forgive(404);
}

async function scrolled() {
  await page.setViewportSize({ width: 600, height: 600 });
  await open('?columns=*status');
  await page.locator('#curves canvas').first().waitFor(); // what is above it has its place
  await page.locator('#explore canvas').first().waitFor();
  const frame = page.getByRole('region', { name: 'Runs, scrollable' });
  await frame.evaluate((element) => {
    element.scrollIntoView();
    element.scrollTo({ left: 120 });
  });
  await soon('the table and the page scroll', () => frame.evaluate((element) => [element.scrollLeft, window.scrollY]), (all) => all.every((pixels) => pixels > 20));
  const place = () => frame.evaluate((element) => [element.scrollLeft, Math.round(element.getBoundingClientRect().top)]);
  const before = await place();
  const { run_id: id } = (await json(`/api/v1${address}/runs?filter=number%3D1`))[0];
  const note = `scrolled ${Date.now()}`;
  await tag(id, note);
  await table.getByText(note).waitFor({ state: 'attached' });
  assert.deepEqual(await place(), before);
  await tag(id, '');
}

/** @param {string} run @param {string} note */
async function tag(run, note) {
  const answer = await context.request.post(`${base}/api/v1${address}/runs/tag`, { data: { runs: [run], name: 'note', value: note } });
  assert.equal(answer.status(), 200);
}

/** @param {string} path @returns {Promise<any>} */
async function json(path) {
  const answer = await context.request.get(base + path);
  assert.equal(answer.status(), 200, path);
  return answer.json();
}
