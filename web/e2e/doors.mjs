/**
 * How a page is got into, and that it offers only what its server does. TRAWL_URL names a server that starts sweeps,
 * TRAWL_SHOWING_URL one that doesn't, of the same database; TRAWL_LINK is what a server with a token printed.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openBrowser, picture, pictures, step } from './browser.mjs';

const starting = need('TRAWL_URL').replace(/\/$/, '');
const showing = need('TRAWL_SHOWING_URL').replace(/\/$/, '');
const link = new URL(need('TRAWL_LINK'));
const STOPPED = 'stopped-early';
const STOP_MILLISECONDS = 60_000;

const { context, page, faults, close } = await openBrowser([new URL(starting).origin, new URL(showing).origin, link.origin]);

try {
  await step('a sweep is started and stopped', stopped);
  await step('a page of a server that only shows offers no start and no resume', onlyShows);
  await step('a page of a server that starts sweeps offers both', starts);
  await step('a stopped sweep is changed on its page', changed);
  await step('without the token a page says how to get in', refused);
  await step('the link with the token opens the page, and is in the address no more', opened);
  await step('the page is live and changes things with its cookie', used);
  assert.deepEqual(faults, [], 'the browser reported faults');
  console.log(`web doors: passed; pictures in ${pictures}`);
} catch (error) {
  await page.screenshot({ path: join(pictures, 'failed.png'), fullPage: true }).catch(() => undefined);
  console.error(`web doors: FAILED at ${page.url()}: ${error instanceof Error ? error.message : String(error)}`);
  for (const fault of faults) console.error(`  ${fault}`);
  process.exitCode = 1;
} finally {
  await close();
}

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
  const end = Date.now() + STOP_MILLISECONDS;
  while ((await context.request.post(`${sweep}/stop`, { data: {} })).status() !== 202) { // it is there once its data are
    assert.ok(Date.now() < end, 'the sweep starts');
    await page.waitForTimeout(300);
  }
  while ((await (await context.request.get(sweep)).json()).status === 'RUNNING') {
    assert.ok(Date.now() < end, 'the sweep stops');
    await page.waitForTimeout(300);
  }
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
  assert.equal(await cap.getAttribute('aria-invalid'), 'true', 'it is said at its field');
  await cap.fill('5');
  await panel.getByRole('button', { name: 'Change' }).click();
  await panel.getByText('run_cap').waitFor();
  await panel.getByText('when it is resumed').waitFor();
  assert.equal(await cap.inputValue(), '', 'the form is for the next change');
  await picture(page, 'sweep-changed');
  for (const each of faults.filter((fault) => fault.includes('400'))) faults.splice(faults.indexOf(each), 1);
}

async function refused() {
  const answer = await page.goto(`${link.origin}/sweeps/${STOPPED}?token=wrong`);
  assert.equal(answer?.status(), 401);
  await page.getByRole('heading', { name: 'This Trawl needs a token' }).waitFor();
  await picture(page, 'token-needed');
  const logged = faults.filter((each) => each.includes('401'));
  assert.equal(logged.length, 1, `the browser logged the refusal, found ${faults.join('; ')}`);
  faults.splice(faults.indexOf(logged[0] ?? ''), 1);
}

async function opened() {
  const token = link.searchParams.get('token') ?? '';
  assert.ok(token !== '', `the printed link has the token, found ${link.href}`);
  await page.goto(link.href);
  await page.getByRole('link', { name: STOPPED, exact: true }).waitFor();
  assert.equal(page.url(), `${link.origin}/`);
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
