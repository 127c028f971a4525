/**
 * The page of a served model: a digit is drawn and read. TRAWL_MODEL_URL names the server, of a model that reads MNIST's
 * digits. Its folder needs nothing of this one.
 */
import assert from 'node:assert/strict';
import { openBrowser, picture, soon, step, walk } from './browser.mjs';

const url = process.env.TRAWL_MODEL_URL;
if (!url) throw new Error('need TRAWL_MODEL_URL, found none');

const browser = await openBrowser([new URL(url).origin]);
const { page } = browser;

await walk('model', browser, async () => {
  await step('the page says what is served', opened);
  await step('a drawn stroke is a one, and the classes add up', drawn);
  await step('cleared, it says nothing', cleared);
  await step('a picture of another size is read, and what was done is said', chosen);
  await step('a picture that is dark on light is inverted on request', darkOnLight);
  await step('when another model answers, its labels are shown', replaced);
});

async function opened() {
  await page.goto(String(url));
  await page.getByText(/[\d.]+ % of \d+ test images right/).waitFor();
}

async function drawn() {
  await stroke();
  await page.getByRole('status').getByText('1', { exact: true }).waitFor();
  const percentages = async () => (await page.getByRole('row').allInnerTexts()).map((row) => Number(/([\d.]+) %/.exec(row)?.[1]));
  await soon('ten probabilities add up to 100 %', percentages, (all) => all.length === 10 && Math.abs(all.reduce((a, b) => a + b) - 100) < 0.1);
  await picture(page, 'served-model');
}

async function stroke() {
  const canvas = page.getByLabel('Draw here');
  await canvas.scrollIntoViewIfNeeded();
  const box = await canvas.boundingBox();
  assert.ok(box);
  await page.mouse.move(box.x + box.width * 0.52, box.y + box.height * 0.2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.48, box.y + box.height * 0.8, { steps: 12 });
  await page.mouse.up();
}

async function cleared() {
  await page.getByRole('button', { name: 'Clear' }).click();
  await page.getByRole('status').getByText('nothing yet').waitFor();
  await soon('rows', () => page.getByRole('row').count(), 0);
}

async function chosen() {
  await stroke();
  const png = await page.getByLabel('Draw here').evaluate((canvas) => /** @type {HTMLCanvasElement} */ (canvas).toDataURL('image/png'));
  await page.getByRole('button', { name: 'Clear' }).click();
  await page.getByLabel('or choose a picture').setInputFiles({
    name: 'one.png',
    mimeType: 'image/png',
    buffer: Buffer.from(png.split(',')[1] ?? '', 'base64'),
  });
  await page.getByText('scaled from 280×280 to 28×28', { exact: false }).waitFor();
}

async function darkOnLight() {
  const png = await page.getByLabel('Draw here').evaluate((canvas) => {
    const drawing = /** @type {HTMLCanvasElement} */ (canvas);
    const paint = drawing.getContext('2d');
    if (paint === null) throw new Error('need a canvas to paint on');
    paint.fillStyle = '#fff';
    paint.fillRect(0, 0, drawing.width, drawing.height);
    paint.fillStyle = '#000';
    paint.fillRect(0.46 * drawing.width, 0.2 * drawing.height, 0.08 * drawing.width, 0.6 * drawing.height);
    return drawing.toDataURL('image/png');
  });
  await page.getByRole('button', { name: 'Clear' }).click();
  await page.getByLabel('or choose a picture').setInputFiles({
    name: 'dark.png',
    mimeType: 'image/png',
    buffer: Buffer.from(png.split(',')[1] ?? '', 'base64'),
  });
  await page.getByRole('alert').getByText('dark on light').waitFor();
  await browser.forgive(422);
  await page.getByLabel('dark on light').check();
  await page.getByText('inverted', { exact: false }).waitFor();
}

/** The page learns of the model when it is opened; here of one that was replaced since. */
async function replaced() {
  await page.route(
    '**/model',
    async (route) => {
      const answer = await route.fetch();
      const model = await answer.json();
      await route.fulfill({ response: answer, json: { ...model, version: 'earlier', labels: model.labels.map((/** @type {string} */ label) => `old ${label}`) } });
    },
    { times: 1 },
  );
  await opened();
  await page.getByRole('heading', { name: 'version earlier' }).waitFor();
  await stroke();
  await page.getByRole('row').first().waitFor();
  await soon('rows of the old labels', () => page.getByRole('row').filter({ hasText: 'old' }).count(), 0);
  await page.getByRole('heading', { name: 'version earlier' }).waitFor({ state: 'detached' });
}
