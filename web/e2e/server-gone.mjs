/**
 * The server dies, comes back, comes back as another build: the page stays, says so, and goes on by itself.
 * `node e2e/server-gone.mjs COMMAND…` with a command that serves a database with the sweep TRAWL_SWEEP; `--port` is
 * added to it.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { openBrowser, picture, soon, step, WAIT_MILLISECONDS, walk } from './browser.mjs';

const [command = '', ...args] = process.argv.slice(2);
const sweepName = process.env.TRAWL_SWEEP ?? 'tiny';
const QUIET_MILLISECONDS = 2_500;

let server = await start(0);
const base = server.address;
// The browser logs each request that found no server, and React the page that could not be drawn.
const browser = await openBrowser([new URL(base).origin], /Failed to load resource|ERR_|code of this page|dynamically imported/);
const { context, page } = browser;
let loads = 0;
page.on('load', () => (loads += 1));
const gone = page.getByTestId('server-gone');
const otherBuild = page.getByTestId('other-build');

await walk('server gone', browser, async () => {
  await step('without the server a click leaves what is shown, and is done when it is back', click);
  await step('a page that could not be asked for is shown when the server is back', reading);
  await step('code that can’t be had is fetched when the server is back', code);
  await step('code that is nowhere is said to be, once', missingCode);
  await step('another build’s page is loaded, once', build);
  await step('what is being written is not lost for another build', writing);
}).finally(stop);

/** @param {number} port @returns {Promise<{process: import('node:child_process').ChildProcess, address: string}>} */
function start(port) {
  const child = spawn(command, [...args, '--port', String(port)], { stdio: ['ignore', 'pipe', 'pipe'] });
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => reject(new Error(`need the server's address, found: ${said}`)), WAIT_MILLISECONDS);
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        said += String(text);
        const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
        if (!address) return;
        clearTimeout(timer);
        resolve({ process: child, address });
      });
    }
  });
}

/** As a crash would. */
async function stop() {
  const ended = new Promise((resolve) => server.process.once('exit', resolve));
  server.process.kill('SIGKILL');
  await ended;
}

async function startAgain() {
  server = await start(Number(new URL(base).port));
  assert.equal(server.address, base);
}

async function live() {
  await page.getByTestId('connection').getByText('live', { exact: true }).waitFor();
}

/** And not once more. */
async function loadedOnce() {
  await soon('loads', () => loads, (count) => count > 0);
  await page.waitForTimeout(QUIET_MILLISECONDS);
  assert.equal(loads, 1, 'the page was loaded again once');
}

async function navigationStays() {
  await page.getByRole('link', { name: 'New sweep' }).waitFor();
  await page.getByRole('link', { name: 'Trawl' }).waitFor();
}

async function openList() {
  await page.goto(`${base}/`);
  await page.getByRole('link', { name: sweepName, exact: true }).first().waitFor();
  await live();
}

async function click() {
  await openList();
  await page.waitForFunction(() => performance.getEntriesByType('resource').some(({ name }) => /run-route-.*\.js/.test(name)));
  await page.getByRole('link', { name: sweepName, exact: true }).first().click();
  await page.getByTestId('curves').locator('canvas').waitFor();
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));
  await stop();
  await gone.getByText('What is shown may be old', { exact: false }).waitFor();
  await page.getByTestId('best-run').getByRole('link').first().click();
  await gone.getByText('The page that you asked for opens', { exact: false }).waitFor();
  await picture(page, 'server-gone');
  await page.waitForTimeout(QUIET_MILLISECONDS);
  await navigationStays();
  await page.getByRole('heading', { level: 1, name: sweepName }).waitFor();
  assert.ok(await page.getByTestId('runs-table').isVisible(), 'what was shown stays');
  await startAgain();
  await page.getByRole('heading', { level: 1, name: /^Run \d+/ }).waitFor();
  await gone.waitFor({ state: 'detached' });
  await live();
  assert.ok(await page.evaluate(() => 'sameDocument' in window), 'the page was not loaded again');
}

async function reading() {
  await openList();
  await context.route('**/api/v1/sweeps/*', (route) => route.abort()); // as between the server's end and the news of it
  await page.getByRole('link', { name: sweepName, exact: true }).first().click();
  await page.getByRole('main').getByText('can’t be reached', { exact: false }).waitFor();
  await navigationStays();
  await stop();
  await gone.waitFor();
  await context.unroute('**/api/v1/sweeps/*');
  await startAgain();
  await page.getByRole('heading', { level: 1, name: sweepName }).waitFor();
}

async function code() {
  await context.route('**/assets/new-route-*', (route) => route.abort());
  await openList();
  await stop();
  await gone.waitFor();
  await page.getByRole('link', { name: 'New sweep' }).click();
  await page.waitForTimeout(QUIET_MILLISECONDS);
  await page.getByRole('heading', { level: 1, name: 'Sweeps' }).waitFor();
  await navigationStays();
  await context.unroute('**/assets/new-route-*');
  await startAgain();
  await page.getByRole('textbox', { name: 'Sweep file' }).waitFor();
}

async function missingCode() {
  await context.route('**/assets/new-route-*', (route) => route.abort());
  await openList();
  loads = 0;
  await page.getByRole('link', { name: 'New sweep' }).click();
  await page.getByRole('heading', { name: 'This page could not be drawn' }).waitFor();
  await loadedOnce();
  await context.unroute('**/assets/new-route-*');
  await page.getByRole('link', { name: 'Sweeps', exact: true }).first().click();
  await page.getByRole('link', { name: sweepName, exact: true }).first().waitFor();
}

/** The served page starts with a script of another name. */
async function withOtherBuild() {
  await context.route(`${base}/`, async (route) => {
    if (route.request().resourceType() !== 'fetch') return route.continue();
    const answer = await route.fetch().catch(() => null);
    if (!answer) return route.abort();
    return route.fulfill({ response: answer, body: (await answer.text()).replace(/index-[\w-]+\.js/, 'index-another.js') });
  });
}

async function build() {
  await openList();
  await stop();
  await gone.waitFor();
  await withOtherBuild();
  loads = 0;
  await startAgain();
  await otherBuild.waitFor(); // It is still the old one: the test's server has no other.
  await loadedOnce();
  await context.unroute(`${base}/`);
  await page.evaluate(() => sessionStorage.clear());
}

async function writing() {
  await page.goto(`${base}/new`);
  const file = page.locator('.cm-content');
  await file.fill('name: half-written');
  await live();
  await stop();
  await gone.waitFor();
  await withOtherBuild();
  loads = 0;
  await startAgain();
  await otherBuild.getByRole('button', { name: 'Load it again' }).waitFor();
  await soon('text of the file', () => file.innerText(), 'name: half-written');
  assert.equal(loads, 0, 'nothing was loaded again while somebody writes');
  const loaded = page.waitForEvent('load');
  await page.getByRole('link', { name: 'Sweeps', exact: true }).first().click();
  await loaded;
  await page.getByRole('link', { name: sweepName, exact: true }).first().waitFor();
}
