/**
 * Walks the page of registered models as a person would: TRAWL_URL has the model digits with two versions, of which the
 * first is the champion. Ends at the first thing that is not as it should be.
 */
import { noSideways, openBrowser, picture, SIZES, step, walk } from './browser.mjs';

const base = (process.env.TRAWL_URL ?? 'http://127.0.0.1:7070').replace(/\/$/, '');
const browser = await openBrowser([new URL(base).origin]);
const { page, forgive } = browser;
const panel = page.getByRole('region', { name: 'digits', exact: true });
const versions = page.getByRole('region', { name: 'Versions of digits' });

await walk('models', browser, async () => {
  await step('models lists versions with where they come from', list);
  await step('an alias does not move to one that is not better, and the page says why', refused);
  await step('an alias moves, and its history says so', moved);
  await step('phone shows no sideways scrolling', phone);
});

async function list() {
  await page.goto(`${base}/`);
  await page.getByRole('link', { name: 'Models', exact: true }).click();
  await versions.getByRole('row', { name: /^1 ?champion/ }).waitFor();
  await versions.getByText(/^\d+, [\d.]+\s?[kM]?B$/).first().click();
  await versions.getByRole('link', { name: 'model.json' }).first().waitFor();
  await picture(page, 'models');
}

async function refused() {
  await panel.getByRole('button', { name: 'Move', exact: true }).click();
  await panel.getByRole('alert').getByText(/not better|need 1,000 images/).waitFor();
  await forgive(409);
}

async function moved() {
  await panel.getByRole('checkbox', { name: 'only if it is better' }).uncheck();
  await panel.getByRole('button', { name: 'Move', exact: true }).click();
  await panel.getByText('champion stands for version 2, without a test.').waitFor();
  await versions.getByRole('row', { name: /^2 ?champion/ }).waitFor();
  await panel.getByRole('row', { name: /champion version 2/ }).first().waitFor();
}

async function phone() {
  await page.setViewportSize(SIZES.phone);
  await picture(page, 'models-phone');
  await noSideways(page, 'models');
}
