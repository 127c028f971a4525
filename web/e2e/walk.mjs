/**
 * Walks a running server as a person would: the list, a sweep, its best run. Ends at the first thing that is not as it
 * should be, with a picture of it in e2e/screenshots. With TRAWL_LIVE=1 it starts the sweep first.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { noSideways, openBrowser, picture as pictureOf, pictures, SIZES, soon, step, until, walk } from './browser.mjs';

const base = (process.env.TRAWL_URL ?? 'http://127.0.0.1:7070').replace(/\/$/, '');
const sweepName = process.env.TRAWL_SWEEP ?? 'mnist-quick';
const live = process.env.TRAWL_LIVE === '1';

// Half of a filter is applied, and refused, where whoever types it pauses, as a busy machine does.
const browser = await openBrowser([new URL(base).origin], /status of 400/);
const { context, page, faults, forgive } = browser;
const sweepPath = `/sweeps/${encodeURIComponent(sweepName)}`;

await walk('e2e', browser, async () => {
  await step('list shows the sweep', list);
  await step('sweep page counts runs by threshold', counts);
  // A sweep that has only just begun has neither curves nor test accuracies: see it go on first.
  if (live) await step('runs rise without a reload', rising);
  await step('curves are drawn', curves);
  await step('a drag in a chart selects everywhere', selecting);
  await step('the runs by order, by two values, by spread and by time', exploring);
  await step('a drag with Shift zooms, curves are smoothed and grouped', zooming);
  await step('a chart is saved as a picture and as figures', saving);
  await step('runs sort by test accuracy', sorting);
  await step('a filter narrows the runs and says where it is wrong', filtering);
  await step('a filter that is typed applies after a pause', typing);
  await step('run page shows curves, parameters, checkpoints, confusion matrix', run);
  await step('the run is exported, compared and downloaded', exporting);
  await step('a cell of the confusion matrix shows its images', images);
  await step('the log, the order of the classes and the runs beside it', beside);
  await step('a note and a tag are kept', tags);
  await step('two runs are compared', comparing);
  await step('a deleted run comes back', deleting);
  await step('what is dragged over is selected, whatever comes meanwhile', holding);
  await step('an axis is moved by its name', movingAxes);
  await step('the runs download', downloads);
  await step('the report opens from the disk', report);
  await step('sweeps are searched and compared', listing);
  await step('a sweep file is written, checked and kept', writing);
  await step('unknown page says so', unknown);
  await step('phone shows no sideways scrolling', phone);
});

/** @param {string} name */
function picture(name) {
  return pictureOf(page, name);
}

async function list() {
  await page.goto(`${base}/`);
  await page.getByTestId('connection').getByText('live', { exact: true }).waitFor();
  if (live) await begin();
  await page.getByRole('link', { name: sweepName, exact: true }).first().waitFor();
  await picture('sweeps');
  await page.getByRole('link', { name: sweepName, exact: true }).first().click();
}

/** Starts the sweep: with as many images as train for some seconds a run where nothing else does, one run at a time. */
async function begin() {
  const text = readFileSync(new URL(`../../sweeps/${sweepName}.yaml`, import.meta.url), 'utf8');
  const made = await context.request.post(`${base}/api/v1/sweeps`, {
    data: { file: `${sweepName}.yaml`, text, overrides: ['dataset.train_limit=45000', 'workers=1'] },
  });
  assert.ok([201, 202].includes(made.status()), await made.text());
}

async function counts() {
  await page.getByRole('heading', { level: 1, name: sweepName }).waitFor();
  const sweep = await json(`/api/v1${sweepPath}`);
  for (const [band, runs] of sweep.bands.entries()) {
    const shown = page.getByTestId(`band-${band}`);
    if (sweep.status !== 'RUNNING') await shown.getByText(runs.toLocaleString('en'), { exact: true }).first().waitFor(); // soon: the page hears of it
    const limit = sweep.thresholds[Math.min(band, sweep.thresholds.length - 1)];
    const percent = String(Number((limit * 100).toFixed(4)));
    await soon(`band ${band} names its threshold of ${percent}`, () => shown.innerText(), (text) => text.includes(percent));
  }
}

async function curves() {
  await soon('colours of the curves', () => inkOf('[data-testid=curves] canvas'), (colours) => colours > 3);
  await picture('sweep');
  await page.getByText('parallel coordinates', { exact: true }).click();
  await page.getByTestId('parallel').waitFor();
  await picture('sweep-parallel');
  await page.getByText('scatter', { exact: true }).click();
}

/** @typedef {{x: number, y: number, width: number, height: number}} Box */

/**
 * Drags in a chart from one of its points to another until the address says so: one that is drawn anew, or moved down by
 * what another run brings, takes no notice.
 * @param {import('playwright-core').Locator} chart
 * @param {(box: Box) => [[number, number], [number, number]]} way
 * @param {Parameters<typeof until>[1]} address
 */
function drag(chart, way, address) {
  return until(page, address, async () => {
    const box = await boxOf(chart);
    const [from, to] = way(box);
    await page.mouse.move(box.x + from[0], box.y + from[1]);
    await page.mouse.down();
    await page.mouse.move(box.x + to[0], box.y + to[1], { steps: 8 });
    await page.mouse.up();
  });
}

/** Where a chart is in sight. @param {import('playwright-core').Locator} chart @returns {Promise<Box>} */
async function boxOf(chart) {
  await chart.scrollIntoViewIfNeeded();
  return /** @type {Box} */ (await soon('the chart has a place', () => chart.boundingBox(), (box) => box !== null));
}

/** Along the metric's axis of the parallel coordinates, then over a scatter's dots. */
async function selecting() {
  await page.getByText('parallel coordinates', { exact: true }).click();
  const lines = page.getByTestId('parallel');
  const axis = 92; // from the right
  await drag(lines, ({ width, height }) => [[width - axis, 36], [width - axis, height / 2]], /filter=metrics\.val_accuracy/);
  await page.getByTestId('selection').getByText(/^\d+ of \d+\sruns?$/).waitFor();
  const filter = new URL(page.url()).searchParams.get('filter') ?? '';
  const selected = await runs(`?filter=${encodeURIComponent(filter)}`);
  assert.ok(selected.length <= (await runs()).length, 'a selection is a part');
  const rows = page.locator('[data-testid=runs-table] tbody tr');
  if (!live) await soon('the table shows the selected runs', () => rows.count(), selected.length);
  assert.match(filter, /^metrics\.val_accuracy >= [\d.e-]+/, `the filter can be read, found ${filter}`);
  await picture('sweep-selected');
  await drag(lines, ({ width, height }) => [[width - axis, height / 2], [width - axis, height / 2]], withoutFilter);

  await page.getByText('scatter', { exact: true }).click();
  const scatter = page.locator('[aria-label$="against val_accuracy"] canvas').first();
  await scatter.waitFor();
  await drag(scatter, ({ width, height }) => [[width * 0.62, 20], [width - 16, height - 50]], /filter=params\./);
  await page.getByTestId('selection').getByRole('button', { name: 'Release' }).press('Enter');
  await page.waitForURL(withoutFilter);
  await soon('what has the focus when the bar is gone', () => page.evaluate(() => document.activeElement?.id), 'runs');
}

/** @param {URL} url */
function withoutFilter(url) {
  return !url.searchParams.has('filter');
}

/** @param {URL} url */
function withoutZoom(url) {
  return !url.searchParams.has('zoom');
}

async function exploring() {
  const panel = page.locator('#explore');
  await panel.getByText('rungs', { exact: true }).click();
  await panel.getByText('No run was compared at a rung: the sweep stops none early').waitFor();
  for (const [kind, shown] of [['trade-off', 'canvas'], ['contour', 'canvas'], ['rank', 'canvas'], ['distribution', 'canvas'], ['timeline', 'rect'], ['history', 'canvas']]) {
    await panel.getByText(kind ?? '', { exact: true }).click();
    const early = panel.getByText('Two hyperparameters that vary are needed'); // of a grid's first runs one does
    await panel.locator(shown ?? '').first().or(early).first().waitFor();
    if (await early.isVisible()) continue;
    if (shown === 'canvas') await soon(`colours of ${kind}`, () => inkOf('#explore canvas'), (colours) => colours > 2);
    if (shown === 'rect') await timing(panel);
    if (kind === 'trade-off') await weighing(panel);
    if (kind === 'distribution') await grouping(panel);
  }
}

/** The accuracy against the size of the network; no two choices have one name. @param {import('playwright-core').Locator} panel */
async function weighing(panel) {
  await panel.getByLabel('Against', { exact: true }).selectOption('metrics.network_parameters');
  await page.waitForURL(/x=metrics\.network_parameters/);
  const chart = panel.getByRole('img', { name: /^val_accuracy against network_parameters of/ });
  await chart.locator('canvas').waitFor();
  await soon('colours of the sizes', () => inkOf('#explore canvas'), (colours) => colours > 2);
  await picture('sweep-sizes');
  const names = await panel.getByLabel('Value', { exact: true }).locator('option').allInnerTexts();
  assert.equal(new Set(names).size, names.length, names.join(', '));
}

/** A name in the key selects the runs of its group. @param {import('playwright-core').Locator} panel */
async function grouping(panel) {
  await panel.getByLabel('Group', { exact: true }).selectOption('params.dropout');
  await panel.getByRole('button', { name: /^0: \d+\sruns?$/ }).click();
  await page.waitForURL((url) => url.searchParams.get('filter') === 'params.dropout IN (0)');
  await page.getByTestId('selection').getByRole('button', { name: 'Release' }).click();
  await page.waitForURL(withoutFilter);
}

/** A bar a run; a drag with Shift shows a part of the time, a double click all of it. @param {import('playwright-core').Locator} panel */
async function timing(panel) {
  const chart = panel.getByTestId('timeline');
  await page.keyboard.down('Shift');
  await drag(chart, ({ width, height }) => [[5, height - 5], [width / 2, height - 5]], /zoom=timeline/);
  await page.keyboard.up('Shift');
  await until(page, withoutZoom, async () => {
    const box = await boxOf(chart);
    await page.mouse.dblclick(box.x + 5, box.y + box.height - 5);
  });
}

/** All of it in the address. */
async function zooming() {
  const panel = page.locator('#curves');
  const chart = panel.getByRole('img');
  await chart.locator('canvas').waitFor();
  await page.keyboard.down('Shift');
  await drag(chart, ({ width }) => [[width * 0.4, 60], [width * 0.7, 160]], /zoom=curves/);
  await page.keyboard.up('Shift');
  assert.ok(!page.url().includes('filter='), 'a zoom selects nothing');
  await panel.getByRole('button', { name: 'Show all' }).click();
  await page.waitForURL(withoutZoom);
  await chart.focus();
  await page.keyboard.press('+');
  await page.waitForURL(/zoom=curves/);
  await page.keyboard.press('0');
  await page.waitForURL(withoutZoom);
  await panel.getByLabel('Smoothing').focus();
  await page.keyboard.press('ArrowRight');
  await page.waitForURL(/smooth=0\.05/);
  await page.keyboard.press('ArrowLeft');
  await panel.getByLabel('Lines').selectOption({ label: 'mean over seeds' });
  await page.waitForURL(/group=settings/);
  await panel.getByText(/^No two of the runs have the same settings/).or(panel.getByRole('img', { name: /of \d+\sgroup/ })).waitFor();
  const lines = panel.getByLabel('Lines');
  const [, , byValue = ''] = await soon('some hyperparameter varies', () => lines.locator('option').allInnerTexts(), (texts) => texts.length > 2);
  await lines.selectOption({ label: byValue });
  const name = byValue.replace('mean by ', '');
  await until(page, /filter=params/, () => panel.getByRole('button', { name: `${name} ` }).first().click()); // a name of the key selects
  await page.getByRole('button', { name: 'Show all', exact: true }).click();
  await page.waitForURL((url) => !url.search.includes('filter='));
  await lines.selectOption({ label: 'a line a run' });
  await page.waitForURL((url) => !url.search.includes('group='));
}

/** The curves: the picture has lines and text, twice as many pixels as the drawing is wide, and the figures a row a point. */
async function saving() {
  const panel = page.locator('#curves');
  await panel.locator('canvas').waitFor();
  const saved = async (/** @type {string} */ format) => {
    await panel.getByLabel(/^Save /).click();
    const [download] = await Promise.all([page.waitForEvent('download'), panel.getByRole('button', { name: format }).click()]);
    assert.match(download.suggestedFilename(), new RegExp(`^${sweepName}-.*-by-epoch\\.${format.toLowerCase()}$`));
    return readFileSync(await download.path());
  };
  const svg = (await saved('SVG')).toString();
  assert.match(svg, /^<svg [^]*<path [^]*>\s*epoch\s*<[^]*<\/svg>\s*$/, 'lines and the axis by name');
  assert.ok(!svg.includes('<image'), 'no part of it is a canvas');
  const png = await saved('PNG');
  assert.equal(png.readUInt32BE(16), 2 * Number(/width="(\d+)"/.exec(svg)?.[1]), 'the picture is twice as fine');
  const [head = '', ...rows] = (await saved('CSV')).toString().trim().split('\r\n');
  assert.match(head, /^curve,epoch,/);
  for (const row of rows) assert.match(row, /^Run \d+,\d+,[\d.e-]+$/);
}

/** @param {string} [query] */
function runs(query = '') {
  return /** @type {Promise<any[]>} */ (json(`/api/v1${sweepPath}/runs${query}`));
}

/** How many clearly different colours a canvas shows: an empty one has hardly any. @param {string} selector */
function inkOf(selector) {
  return page.locator(selector).first().evaluate((element) => {
    const canvas = /** @type {HTMLCanvasElement} */ (element);
    const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    const colours = new Set();
    for (let i = 0; i < pixels.length; i += 4) {
      if ((pixels[i + 3] ?? 0) > 200) colours.add(`${(pixels[i] ?? 0) >> 5},${(pixels[i + 1] ?? 0) >> 5},${(pixels[i + 2] ?? 0) >> 5}`);
    }
    return colours.size;
  });
}

async function sorting() {
  const table = page.getByTestId('runs-table');
  const head = table.getByRole('columnheader', { name: 'test_accuracy' });
  await head.getByRole('button').click();
  await page.waitForURL(/sort=-metrics\.test_accuracy/);
  await soon('order', () => head.getAttribute('aria-sort'), 'descending');
  await soon('test accuracies fall', accuracies, (all) => all.length > 0 && isSorted([...all].reverse()));
  await head.getByRole('button').click();
  await soon('order', () => head.getAttribute('aria-sort'), 'ascending');
  await soon('test accuracies rise', accuracies, (all) => all.length > 0 && isSorted(all));
  await table.locator('tbody').getByRole('checkbox').first().click();
  await page.waitForURL(/runs=\d/);
}

async function filtering() {
  const box = page.getByRole('combobox', { name: 'Filter' });
  const fault = page.getByRole('alert');
  await box.fill('numb');
  await page.getByRole('option', { name: /^number/ }).waitFor();
  await box.press('ArrowDown');
  await box.press('Enter');
  await soon('the proposed key is taken', () => box.inputValue(), 'number ');
  await box.pressSequentially('<= 1 AND metrics.val_accuracy > 0');
  await box.press('Enter');
  await page.waitForURL(/filter=number/);
  await onlyTheFirst();
  await picture('sweep-filtered');
  await page.reload();
  await onlyTheFirst();

  await box.fill("status = 'finished' OR number = 1");
  await box.press('Enter');
  await fault.getByText('Column 10: found', { exact: false }).waitFor();
  await soon('the filter is at fault', () => box.getAttribute('aria-invalid'), 'true');
  await soon('what is wrong', () => fault.locator('mark').innerText(), "'finished'");
  await onlyTheFirst(); // The last good filter stays.
  await picture('sweep-filter-wrong');
  await fault.getByRole('button', { name: "'FINISHED'" }).click();
  await fault.waitFor({ state: 'detached' });
  await soon('the filter', () => box.inputValue(), "status = 'FINISHED' OR number = 1");

  await box.fill('number > 1000000');
  await box.press('Enter');
  await page.getByText('No run matches the filter').waitFor();
  await page.goBack();
  await page.waitForURL(/FINISHED/);
  await page.getByTestId('runs-table').waitFor();
  await page.goForward();
  await page.getByRole('button', { name: /^Show all \d+\srun/ }).click();
  await page.waitForURL(withoutFilter);
  await page.getByTestId('runs-table').waitFor();
  await soon('the filter', () => box.inputValue(), '');
}

/** What is typed is applied as it stands; each key is one pause of a slow hand. */
async function typing() {
  const box = page.getByRole('combobox', { name: 'Filter' });
  const fault = page.getByRole('alert');
  const before = page.url();
  await box.pressSequentially('number <= ');
  const unfinished = page.getByTestId('unfinished');
  await unfinished.getByText('next comes a number', { exact: false }).waitFor();
  await soon('what was typed stays, the space at its end too', () => box.inputValue(), 'number <= ');
  assert.equal(await fault.count(), 0, 'what is still typed is no fault');
  await soon('a half filter clears nothing', () => page.locator('[data-testid=runs-table] tbody tr').count(), (rows) => rows > 1);
  await box.pressSequentially('1');
  await onlyTheFirst();
  await unfinished.waitFor({ state: 'detached' });
  await page.waitForURL(/filter=number\+%3C%3D\+1/);
  await box.pressSequentially(' AND ');
  await unfinished.waitFor();
  await onlyTheFirst(); // The last good one stays.
  await soon('what was typed stays', () => box.inputValue(), 'number <= 1 AND ');
  await picture('sweep-filter-half');
  await box.blur();
  await fault.getByText('found the end', { exact: false }).waitFor(); // Left as it is, it is one.
  await page.goBack(); // All that was typed is one step.
  await page.waitForURL(before);
  await fault.waitFor({ state: 'detached' });
  await soon('the filter', () => box.inputValue(), '');
}

async function onlyTheFirst() {
  const rows = page.getByTestId('runs-table').locator('tbody tr');
  await soon('run 1 is left', () => rows.allInnerTexts(), ([first, ...others]) => /^\s*1\b/.test(first ?? '') && others.length === 0);
  await soon('how many are shown', () => page.getByTestId('runs-shown').innerText(), /^1 of \d+\sruns?$/);
}

async function accuracies() {
  const column = await page.getByTestId('runs-table').getByRole('columnheader').allInnerTexts();
  const place = column.findIndex((text) => text.startsWith('test_accuracy')) + 1;
  const cells = await page.locator(`[data-testid=runs-table] tbody td:nth-child(${place})`).allInnerTexts();
  return cells.map(Number.parseFloat).filter(Number.isFinite);
}

/** @param {number[]} all */
function isSorted(all) {
  return all.every((each, index) => index === 0 || each >= (all[index - 1] ?? 0));
}

async function rising() {
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));
  const finished = async () => ({
    shown: Number(/(\d+) finished/.exec(await page.getByTestId('run-counts').innerText())?.[1] ?? 0),
    recorded: (await runs("?filter=status%3D'FINISHED'")).length,
  });
  const before = await finished();
  await soon(`more runs than ${before.shown} have finished`, finished, ({ shown }) => shown > before.shown);
  assert.ok(await page.evaluate(() => 'sameDocument' in window), 'the page was not loaded again');
}

async function run() {
  await page.getByTestId('best-run').getByRole('link').first().click();
  await page.getByRole('heading', { level: 1, name: /^Run \d+/ }).waitFor();
  await page.getByTestId('curves').locator('canvas').nth(3).waitFor();
  await soon('colours of the accuracy curves', () => inkOf('[data-testid=curves] canvas'), (colours) => colours > 3);
  await page.getByRole('heading', { name: 'Parameters' }).waitFor();
  await soon('the page says what the time went to', () => page.getByTestId('phases').innerText(), /forward.+backward.+evaluation/s);
  const { metrics } = await json(`/api/v1${new URL(page.url()).pathname}`);
  const size = metrics.network_parameters.toLocaleString('en');
  const costs = new RegExp(`network_parameters\\s+${size}\\s+test_cpu_seconds_per_image\\s+[\\d.]+\\s[µm]?s`);
  await soon('what the model costs', () => page.getByRole('region', { name: 'Metrics' }).innerText(), costs);
  await plan();
  const sweep = await json(`/api/v1${sweepPath}`);
  await soon('the confusion matrix is square', () => page.getByTestId('confusion').locator('tbody td').count(), sweep.dataset.labels.length ** 2);
  const checkpoint = page.getByTestId('checkpoints').getByRole('link', { name: 'Download' }).first();
  const href = (await checkpoint.getAttribute('href')) ?? '';
  const answer = await context.request.get(base + href);
  assert.equal(answer.status(), 200, `the checkpoint at ${href} downloads`);
  assert.match(answer.headers()['content-disposition'] ?? '', /attachment/);
  await soon('checksums', () => page.getByTestId('checkpoints').innerText(), /[0-9a-f]{64}/);
  await accessible();
  await picture('run');
}

/** Folded away until somebody asks. */
async function plan() {
  const vertex = page.getByTestId('plan').getByText('conv1', { exact: true });
  await soon('vertices in sight', () => vertex.isVisible(), false);
  await page.getByTestId('plan').locator('summary').click();
  await vertex.waitFor();
}

async function exporting() {
  const box = page.getByTestId('export');
  await box.getByRole('checkbox', { name: 'onnx-int8' }).check();
  await box.getByRole('checkbox', { name: 'dl4j' }).uncheck();
  await box.getByRole('button', { name: 'Export' }).click();
  const link = box.getByRole('link', { name: /^Download .+\.zip, / });
  await link.waitFor();
  const format = /^onnx(-int8)?\t[\d.]+\s.?B\t[\d.]+\s%\t.+µs.+\/s/s; // size, accuracy, difference and speed
  const formats = () => box.getByTestId('exported-formats').locator('tbody tr').allInnerTexts();
  await soon('two formats', formats, (rows) => rows.length === 2 && rows.every((row) => format.test(row)));
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  const zip = readFileSync(await download.path());
  assert.equal(zip.subarray(0, 2).toString(), 'PK');
  assert.ok(zip.includes('model-int8.onnx'), 'the file has the model');
  await picture('run-exported');
  await page.reload();
  await link.waitFor(); // Whoever comes later sees it, too.
}

/** The cell with the most mistakes. */
async function images() {
  const panel = page.getByTestId('images');
  await panel.locator('img').first().waitFor();
  const wrong = await panel.locator('li').count(); // all come at once
  const { evaluation } = await json(`/api/v1${new URL(page.url()).pathname}`);
  const mistakes = evaluation.confusion.flatMap((/** @type {number[]} */ row, /** @type {number} */ i) => row.map((count, j) => ({ count, i, j })).filter(({ j }) => j !== i));
  const { count, i, j } = mistakes.reduce((/** @type {{count: number}} */ most, /** @type {{count: number}} */ each) => (each.count > most.count ? each : most));
  await page.getByTestId('confusion').locator('tbody tr').nth(i).locator('td').nth(j).getByRole('button').click();
  await page.waitForURL(new RegExp(`cell=${i},${j}`));
  await page.getByRole('heading', { name: `Images of ${i} taken for ${j}` }).waitFor();
  await soon('as many images as the cell counts', () => panel.locator('li').count(), Math.min(48, count));
  await panel.getByText(`taken for ${j}`).first().waitFor();
  await picture('run-images');
  await page.getByRole('button', { name: 'All that are misclassified' }).click();
  await panel.locator('li').nth(wrong - 1).waitFor();
  await page.goBack();
  await page.getByRole('heading', { name: `Images of ${i} taken for ${j}` }).waitFor();
  await page.goForward();
}

async function beside() {
  const log = page.getByTestId('log');
  await soon('the log has the whole run', () => log.innerText(), / began .+ epoch 1: .+ FINISHED/s);
  await page.getByRole('searchbox', { name: 'Find in the log' }).fill('EPOCH 2:');
  await page.waitForURL(/find=/);
  await soon('places in the log', () => log.locator('mark').count(), 1);

  const head = page.getByRole('columnheader', { name: 'F1' });
  await head.getByRole('button').click();
  await page.waitForURL(/classes=f1/);
  await soon('order', () => head.getAttribute('aria-sort'), 'ascending');

  const name = await page.getByRole('heading', { level: 1 }).innerText();
  const other = page.getByRole('navigation', { name: /^Other runs/ }).getByRole('link').first();
  const number = /\d+/.exec(await other.innerText())?.[0] ?? '';
  await other.click();
  await page.getByRole('heading', { level: 1, name: `Run ${number}` }).waitFor();
  await page.goBack();
  await page.getByRole('heading', { level: 1, name }).waitFor();
  const here = page.url();

  await page.goto(`${base}${sweepPath}?sort=-number`);
  await page.getByTestId('runs-table').locator('tbody').getByRole('link').first().click();
  await page.waitForURL(/runs.+sort=-number/);
  const order = page.getByRole('navigation', { name: 'Other runs, as the table lists them' });
  const last = Number(/\d+/.exec(await page.getByRole('heading', { level: 1, name: /^Run \d/ }).innerText())?.[0]);
  await order.getByRole('link').first().waitFor(); // of two, where another run has begun
  await page.keyboard.press(']');
  await page.getByRole('heading', { level: 1, name: `Run ${last - 1}` }).waitFor();
  await page.goto(here);
}

/** The best two runs, from their ticks in the table. */
async function comparing() {
  const back = page.url();
  const order = 'sort=-metrics.test_accuracy';
  const best = await soon('two runs have finished', () => runs(`?filter=status%3D'FINISHED'&${order}`), (all) => all.length > 1);
  await page.goto(`${base}${sweepPath}?${order}`);
  for (const { number } of best.slice(0, 2)) {
    await page.getByTestId('runs-table').getByRole('checkbox', { name: `Choose run ${number}`, exact: true }).click();
    await page.waitForURL(new RegExp(`runs=[\\d,]*\\b${number}\\b`));
  }
  await page.getByTestId('selection').getByRole('link', { name: 'Compare' }).click();
  await page.waitForURL(/compare\?runs=[0-9a-f]{32},[0-9a-f]{32}/);
  const verdict = page.getByTestId('verdict');
  await verdict.getByText(/of [\d,]+ validation images, on which neither was trained/).first().waitFor();
  const before = await verdict.innerText();
  const table = page.getByTestId('side-by-side');
  await table.getByRole('radio', { checked: false }).first().click();
  await page.waitForURL(/baseline=/);
  await soon('another verdict', () => verdict.innerText(), (text) => text !== before);
  await page.getByTestId('disagreements').locator('img').first().waitFor();
  const matrices = () => page.getByTestId('matrices').locator('table').count();
  await soon('a matrix a run', matrices, 2);
  await page.getByText('all', { exact: true }).click();
  for (const name of ['filters', 'network_parameters', 'test_cpu_seconds_per_image']) await table.getByRole('rowheader', { name }).waitFor();
  await accessible();
  await picture('compare');
  await page.getByTestId('curves').getByRole('img').focus();
  await page.keyboard.press('+');
  await page.waitForURL(/zoom=curves/);
  const shown = page.url();
  await page.reload();
  await table.getByRole('rowheader', { name: 'filters' }).waitFor();
  assert.equal(page.url(), shown, 'all of it is in the address');
  await page.goto(`${shown}%2C${'f'.repeat(32)}`.replace(/(runs=[^&]*)(.*)(%2Cf+)$/, '$1$3$2'));
  const gone = page.getByTestId('gone');
  await gone.getByText(/no run has this id/).waitFor();
  await soon('a matrix for each of the others', matrices, 2);
  await gone.getByRole('button').click();
  await gone.waitFor({ state: 'detached' });
  await page.setViewportSize(SIZES.phone);
  await fits('phone-compare');
  await page.setViewportSize(SIZES.desktop);
  await page.goto(back);
  await page.getByTestId('tags').waitFor();
}

async function tags() {
  const panel = page.getByTestId('tags');
  const note = `zweite Zeile\n\u201eGröße\u201c ${Date.now()}`;
  await panel.getByRole('button', { name: /note$/ }).click();
  await panel.getByRole('textbox', { name: 'Note' }).fill(note);
  await panel.getByRole('button', { name: 'Save note' }).click();
  await panel.getByRole('button', { name: 'Edit note' }).waitFor();
  await panel.getByRole('textbox', { name: 'Tag name' }).fill('walk/ed');
  await panel.getByRole('textbox', { name: 'Tag text' }).fill('yes');
  await panel.getByRole('button', { name: 'Set tag' }).click();
  await panel.getByRole('button', { name: 'Remove tag walk/ed' }).waitFor();
  await page.reload();
  await panel.getByText(note).waitFor();
  await picture('run-tags');
  await panel.getByRole('button', { name: 'Remove tag walk/ed' }).click();
  await panel.getByRole('button', { name: 'Remove tag walk/ed' }).waitFor({ state: 'detached' });
}

async function deleting() {
  const address = page.url();
  const isListed = async () => (await runs()).some((run) => address.includes(run.run_id));
  assert.ok(await isListed(), 'the run is in the list');
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByTestId('deleted').waitFor();
  await picture('run-deleted');
  await page.getByRole('link', { name: sweepName, exact: true }).click();
  const deleted = page.getByTestId('deleted-runs');
  await deleted.getByText('1\u00a0deleted run').click();
  await picture('sweep-deleted-run');
  assert.ok(!(await isListed()), 'the deleted run is in the list no more');
  await deleted.getByRole('button', { name: 'Undelete' }).click();
  await deleted.waitFor({ state: 'detached' });
  await page.goto(address);
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByTestId('deleted').getByRole('button', { name: 'Undo' }).click();
  await page.getByTestId('deleted').waitFor({ state: 'detached' });
  assert.ok(await isListed(), 'the run is back in the list');
}

/** A run that comes back while one drags brings an axis, so that those after it get other places. */
async function holding() {
  await soon('the sweep ends', async () => (await json(`/api/v1${sweepPath}`)).status, (status) => status !== 'RUNNING');
  const all = await runs();
  const [kept] = all;
  const gone = all.filter((run) => run.parameters.learning_rate !== kept.parameters.learning_rate);
  assert.ok(gone.length > 0, 'the sweep varies its learning rate');
  for (const run of gone) await context.request.delete(`${base}/api/v1/runs/${run.run_id}`);
  await page.goto(`${base}${sweepPath}?space=parallel`);
  const lines = page.getByTestId('parallel');
  await lines.getByText('dropout', { exact: true }).waitFor();
  assert.equal(await lines.getByText('learning_rate').count(), 0, 'one hyperparameter varies');
  const rows = page.locator('[data-testid=runs-table] tbody tr');
  await soon('rows that are left', () => rows.count(), all.length - gone.length);
  await lines.hover({ position: { x: (await boxOf(lines)).width - 92, y: 36 } }); // where it stays
  const box = await boxOf(lines);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 92, box.y + 80, { steps: 3 });
  for (const run of gone) assert.ok((await context.request.post(`${base}/api/v1/runs/${run.run_id}/undelete`, { data: {} })).ok(), 'the run is back');
  await soon('rows with those that are back', () => rows.count(), all.length);
  await page.mouse.move(box.x + box.width - 92, box.y + box.height / 2, { steps: 3 });
  await page.mouse.up();
  await page.waitForURL(/filter=/);
  assert.match(new URL(page.url()).searchParams.get('filter') ?? '', /^metrics\.val_accuracy >= \S+ AND metrics\.val_accuracy <= \S+$/, 'the axis that was dragged over');
  await lines.getByText('learning_rate', { exact: true }).waitFor();
}

/** By its name an axis is moved, with the keys and with the mouse, and the address keeps it. */
async function movingAxes() {
  await page.goto(`${base}${sweepPath}?space=parallel`);
  const names = page.getByTestId('parallel').getByRole('button');
  await names.first().waitFor();
  const usual = await names.allTextContents();
  assert.ok(usual.length > 1, `axes that can be moved, found ${usual.join()}`);
  const [first = '', second = ''] = usual;
  const swapped = [second, first, ...usual.slice(2)];
  await names.first().press('ArrowRight');
  await page.waitForURL((url) => url.searchParams.get('axes') === swapped.join());
  await soon('the axes are moved', () => names.allTextContents(), swapped);
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), first, 'the name stays in focus');
  await until(page, (url) => !url.searchParams.has('axes'), async () => {
    const [from, to] = [await boxOf(names.nth(1)), await boxOf(names.first())];
    await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
    await page.mouse.down();
    await page.mouse.move(to.x + 4, to.y + to.height / 2, { steps: 4 });
    await page.mouse.up();
  });
  await soon('the axes are as before', () => names.allTextContents(), usual);
}

async function downloads() {
  await page.goto(`${base}${sweepPath}?filter=number+%3D+1`);
  const link = page.getByTestId('downloads').getByRole('link', { name: 'CSV' });
  const answer = await context.request.get(base + ((await link.getAttribute('href')) ?? ''));
  assert.equal(answer.status(), 200);
  assert.match(answer.headers()['content-disposition'] ?? '', /attachment; filename=".+-runs\.csv"/);
  assert.match(await answer.text(), /^run_id,[^\r]*metrics\.val_accuracy[^\r]*\r\n[0-9a-f]{32},[^\r]*\r\n$/);
}

/** Without a server: nothing is asked for but the file. */
async function report() {
  await page.goto(base + sweepPath);
  const link = page.getByRole('link', { name: 'Report', exact: true });
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  assert.match(download.suggestedFilename(), /-report\.html$/);
  const file = join(pictures, 'report.html');
  await download.saveAs(file);
  const asked = /** @type {string[]} */ ([]);
  const tab = await context.newPage();
  tab.on('request', (request) => asked.push(request.url()));
  tab.on('console', (message) => faults.push(`report: ${message.text()}`));
  await tab.goto(`file://${file}`);
  await tab.getByRole('heading', { name: /^Best run: run \d+$/ }).waitFor();
  const { best_run_id: best } = await json(`/api/v1${sweepPath}`);
  await tab.getByText(best).waitFor();
  assert.ok((await tab.locator('svg polyline').count()) > 1, 'its curves are drawn');
  for (const size of [SIZES.phone, SIZES.desktop]) {
    await tab.setViewportSize(size);
    await noSideways(tab, 'the report');
  }
  assert.deepEqual(asked, [`file://${file}`], 'the report asks for nothing');
  await tab.close();
}

async function listing() {
  await page.goto(`${base}/`);
  const words = page.getByRole('searchbox', { name: 'Search sweeps' });
  await words.focus();
  await page.keyboard.type(sweepName.slice(0, 1));
  await page.waitForURL(/q=/);
  await page.keyboard.type(sweepName.slice(1)); // what is applied meanwhile takes the focus from nobody who types
  await page.waitForURL(new RegExp(`q=${sweepName}`));
  await page.goBack();
  await page.locator('input[type=search]:placeholder-shown').waitFor(); // all that was typed is undone
  await page.goForward();
  await page.waitForURL(new RegExp(`q=${sweepName}`));
  const tick = page.getByTestId('sweeps').getByRole('checkbox').first();
  await tick.click();
  await page.waitForURL(/sweeps=[0-9a-f]{32}/);
  const chosen = page.getByTestId('compared-sweeps');
  await chosen.getByRole('link', { name: sweepName, exact: true }).waitFor();
  await chosen.getByText('%').first().waitFor();
  await page.reload();
  await chosen.getByRole('link', { name: 'Again' }).waitFor();
  await soon('all of it is in the address', () => words.inputValue(), sweepName);
  await accessible();
  await picture('sweeps-chosen');
  await words.fill('no-such-sweep');
  await page.getByText('No sweep is like that').waitFor();
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.getByTestId('sweeps').getByRole('checkbox').first().waitFor();
}

/** What is typed before the editor's code is there goes on in the editor. */
async function typedEarly() {
  const code = /\/text-editor-[^/]*\.js$/;
  let release = () => {};
  const held = new Promise((resolve) => (release = () => resolve(undefined)));
  await page.route(code, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`${base}/new`);
  await page.getByRole('textbox', { name: 'Sweep file' }).click();
  await page.keyboard.type('name: hall');
  await page.keyboard.press('ArrowLeft');
  release();
  const field = page.locator('.cm-content');
  await field.waitFor();
  await page.keyboard.type('f-ful');
  await soon('what was typed in both fields', () => field.textContent(), 'name: half-full');
  await page.unroute(code);
  await page.evaluate(() => localStorage.clear());
}

async function writing() {
  await typedEarly();
  await page.goto(`${base}/new`);
  const field = page.locator('.cm-content');
  await field.click();
  await page.keyboard.type('name: walked\nmeth');
  await page.getByRole('option', { name: /^method/ }).waitFor();
  await page.waitForTimeout(100); // What is shown at once could be taken by a key meant for the text.
  await page.keyboard.press('Enter');
  await page.getByRole('option', { name: /^grid/ }).click();
  await page.keyboard.press('Enter');
  await page.keyboard.type('wrokers: 2');
  await page.getByRole('button', { name: 'line 3, column 1' }).waitFor();
  await page.locator('.cm-lintRange-error').first().waitFor();
  const start = page.getByRole('button', { name: 'Start', exact: true });
  await soon('a wrong file can’t be started', () => start.isDisabled(), true);
  await picture('new-sweep-faults');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await soon('focus in the editor, after Escape and Tab', () => field.evaluate((element) => element.contains(document.activeElement)), false);
  await page.reload();
  await field.getByText('wrokers').waitFor(); // The draft is kept.
  await page.goto(`${base}/new?from=${encodeURIComponent(sweepName)}&run=1`);
  await page.getByRole('button', { name: 'Replace' }).click();
  await field.getByText(/Run 1 of/).waitFor();
  await page.getByTestId('check').getByText('Valid', { exact: true }).waitFor();
  await soon('a valid file can be started', () => start.isEnabled(), true);
  await picture('new-sweep');
  await page.getByRole('button', { name: 'Undo' }).click();
  await field.getByText('wrokers').waitFor();
  await page.setViewportSize(SIZES.phone);
  await fits('phone-new-sweep');
  await page.setViewportSize(SIZES.desktop);
  await page.evaluate(() => localStorage.clear());
}

async function unknown() {
  for (const what of ['sweep', 'run']) {
    await page.goto(`${base}/${what}s/no-such`);
    await page.getByRole('heading', { level: 1, name: `There is no such ${what}` }).waitFor();
    await page.getByRole('main').getByRole('link', { name: 'All sweeps' }).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Try again' }).count(), 0, 'it will not be there at another try');
  }
  await page.goto(`${base}/no/such/page`);
  await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
  await forgive(404);
}

async function phone() {
  await page.setViewportSize(SIZES.phone);
  await page.goto(base);
  await page.getByRole('link', { name: sweepName, exact: true }).first().waitFor();
  await fits('phone-sweeps');
  await page.goto(base + sweepPath);
  for (const charts of ['#curves', '#explore']) await page.locator(`${charts} canvas`).first().waitFor();
  await page.getByTestId('runs-table').locator('tbody tr').first().waitFor();
  await fits('phone-sweep');
  await page.getByText('parallel coordinates', { exact: true }).click();
  await page.getByTestId('parallel').waitFor();
  await fits('phone-parallel');
  const box = page.getByRole('combobox', { name: 'Filter' });
  await box.pressSequentially('metrics.t');
  await page.getByRole('option', { name: /^metrics\.train_accuracy/ }).waitFor();
  await page.getByRole('button', { name: 'Apply' }).click({ trial: true }); // The list doesn't cover it.
  await page.screenshot({ path: join(pictures, 'phone-completion.png') });
  await box.fill('');
  await page.getByTestId('best-run').getByRole('link').first().click();
  await page.getByTestId('curves').locator('canvas').nth(3).waitFor();
  await page.getByTestId('images').locator('img').first().waitFor();
  await plan();
  await fits('phone-run');
  for (const table of [page.getByTestId('confusion'), page.getByRole('region', { name: 'Classes, scrollable' })]) {
    const isInSight = () => table.evaluate((element) => [element, ...element.querySelectorAll('*')].every((each) => each.scrollWidth <= each.clientWidth + 1 || getComputedStyle(each).overflowX !== 'auto'));
    await soon('all classes are in sight', isInSight, true);
  }
}

/** What a screen reader lists: each part by a name of its own; and what scrolls can be scrolled with the keyboard. */
function accessible() {
  const faulty = () => page.evaluate(() => {
    const nameOf = (/** @type {Element} */ each) =>
      each.getAttribute('aria-label') ?? document.getElementById(each.getAttribute('aria-labelledby') ?? '')?.textContent ?? '';
    const names = [...document.querySelectorAll('section, nav, [role=region]')].map((each) => nameOf(each).toLowerCase());
    const scrolls = (/** @type {Element} */ each) =>
      each.scrollWidth > each.clientWidth + 1 && ['auto', 'scroll'].includes(getComputedStyle(each).overflowX);
    return {
      twice: names.filter((name, index) => names.indexOf(name) !== index),
      stuck: [...document.querySelectorAll('main *')].filter((each) => scrolls(each) && /** @type {HTMLElement} */ (each).tabIndex < 0).map((each) => each.outerHTML.slice(0, 120)),
    };
  });
  return soon('parts that have one name, and what scrolls without the focus', faulty, { twice: [], stuck: [] });
}

/** @param {string} name */
async function fits(name) {
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
  await accessible();
  await noSideways(page, name);
}

/** @param {string} path @returns {Promise<any>} */
async function json(path) {
  const answer = await context.request.get(base + path);
  assert.equal(answer.status(), 200, path);
  return answer.json();
}
