/**
 * How a page is got into, and that it offers only what its server does. TRAWL_URL names a server that starts sweeps,
 * TRAWL_SHOWING_URL one that doesn't, of the same database; TRAWL_LINK is what a server with a token printed.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { openBrowser, picture, soon, step, walk } from './browser.mjs';

const starting = need('TRAWL_URL').replace(/\/$/, '');
const showing = need('TRAWL_SHOWING_URL').replace(/\/$/, '');
const link = new URL(need('TRAWL_LINK'));
const STOPPED = 'stopped-early';

const browser = await openBrowser([new URL(starting).origin, new URL(showing).origin, link.origin]);
const { context, page, forgive } = browser;

await walk('doors', browser, async () => {
  await step('a sweep is started and stopped', stopped);
  await step('a page of a server that only shows offers no start and no resume', onlyShows);
  await step('a page of a server that starts sweeps offers both', starts);
  await step('a stopped sweep is changed on its page', changed);
  await step('without the token a page says how to get in', refused);
  await step('the link with the token opens the page, and is in the address no more', opened);
  await step('the page is live and changes things with its cookie', used);
});

/** @param {string} name */
function need(name) {
  const value = process.env[name];
  if (!value) throw new Error(`need ${name}, found none`);
  return value;
}

async function stopped() {
  const text = readFileSync(new URL('../../sweeps/tiny.yaml', import.meta.url), 'utf8');
  const made = await context.request.post(`${starting}/api/v1/sweeps`, {
    data: { file: 'tiny.yaml', text, overrides: [`name=${STOPPED}`] },
  });
  assert.ok([201, 202].includes(made.status()), await made.text());
  const sweep = `${starting}/api/v1/sweeps/${STOPPED}`;
  await soon('answer to its stop', async () => (await context.request.post(`${sweep}/stop`, { data: {} })).status(), 202); // it is there once its data are
  await soon('status of the sweep', async () => (await (await context.request.get(sweep)).json()).status, (status) => status !== 'RUNNING');
}

async function onlyShows() {
  await page.goto(`${showing}/sweeps/${STOPPED}`);
  await page.getByText('./trawl resume', { exact: false }).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Resume' }).count(), 0);
  await picture(page, 'sweep-only-shown');
  await page.goto(`${showing}/new`);
  await page.getByText('./trawl run FILE').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Start' }).count(), 0);
  await page.getByRole('textbox', { name: 'Sweep file' }).fill('name: x');
  await page.getByTestId('check').getByText(/^\d+\sproblems?$/).waitFor(); // It is checked all the same.
  await picture(page, 'new-only-shown');
}

async function starts() {
  await page.goto(`${starting}/sweeps/${STOPPED}`);
  await page.getByRole('button', { name: 'Resume' }).waitFor();
  await page.goto(`${starting}/new`);
  await page.getByRole('button', { name: 'Start' }).waitFor();
  assert.equal(await page.getByText('./trawl run FILE').count(), 0);
}

async function changed() {
  await page.goto(`${starting}/sweeps/${STOPPED}`);
  const panel = page.getByTestId('changes');
  const cap = panel.getByRole('textbox', { name: 'Runs at most' });
  await cap.fill('0');
  await panel.getByRole('button', { name: 'Change' }).click();
  await panel.getByText(/^found .*expected /).waitFor();
  await soon('it is said at its field', () => cap.getAttribute('aria-invalid'), 'true');
  await cap.fill('5');
  await panel.getByRole('button', { name: 'Change' }).click();
  await panel.getByText('run_cap').waitFor();
  await panel.getByText('when it is resumed').waitFor();
  await soon('the form is for the next change', () => cap.inputValue(), '');
  await picture(page, 'sweep-changed');
  await forgive(400);
}

async function refused() {
  const answer = await page.goto(`${link.origin}/sweeps/${STOPPED}?token=wrong`);
  assert.equal(answer?.status(), 401);
  await page.getByRole('heading', { name: 'This Trawl needs a token' }).waitFor();
  await picture(page, 'token-needed');
  await forgive(401);
}

async function opened() {
  const token = link.searchParams.get('token') ?? '';
  assert.ok(token !== '', `the printed link has the token, found ${link.href}`);
  await page.goto(link.href);
  await page.getByRole('link', { name: STOPPED, exact: true }).waitFor();
  await page.waitForURL(`${link.origin}/`);
  assert.equal(await page.evaluate(() => document.cookie), '', 'no script reads the cookie');
  const cookie = (await context.cookies(link.origin)).find(({ name }) => name === `trawl-${link.port}`);
  assert.ok(cookie, 'the cookie is named for the port');
  assert.ok(cookie.httpOnly && cookie.sameSite === 'Strict' && cookie.path === '/');
  assert.ok(!cookie.value.includes(token), 'the cookie does not hold the token');
  await page.goBack(); // The address with the token was never a step.
  assert.ok(!page.url().includes(encodeURIComponent(token)), `the token is in no history, found ${page.url()}`);
  await page.goForward();
}

async function used() {
  await page.getByTestId('connection').getByText('live', { exact: true }).waitFor();
  await page.getByRole('link', { name: STOPPED, exact: true }).click();
  const panel = page.getByTestId('tags');
  await panel.getByRole('textbox', { name: 'Tag name' }).fill('let-in');
  await panel.getByRole('textbox', { name: 'Tag text' }).fill('yes');
  await panel.getByRole('button', { name: 'Set tag' }).click();
  await panel.getByRole('button', { name: 'Remove tag let-in' }).waitFor();
  await page.reload();
  await panel.getByRole('button', { name: 'Remove tag let-in' }).waitFor();
}
