/**
 * What a sweep's page costs: CPU time of the page's main thread and of the server, what is transferred, and the heap. Prints a
 * Markdown table. src/bench/page calls it: measure-page.mjs TRIES SWEEP… -- COMMAND…; the command serves the database
 * that has the sweeps. TRAWL_LIVE is a command that lets the last sweep record 100 epochs a second for ten seconds.
 */
import { spawn } from 'node:child_process';
import { readFileSync, rmSync, mkdtempSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { FLAGS } from './browser.mjs';

const USABLE_ROWS = 100;
const IDLE_MILLISECONDS = 600;
const IDLE_SHARE = 0.03;
const WAIT_MILLISECONDS = 150_000;
/** Long enough for a panel to ask for what it shows. */
const SEEN_MILLISECONDS = 300;
/** What a page fetches of others', so that a click works without the server: counted by itself. */
const OTHER_PAGES = /\/assets\/(?:(?:run|compare|new|sweeps)-route|models-page|confusion-table)-/;
const TICKS_A_SECOND = 100;
const BRUSH_MOVES = 20;
const SIZE = { width: 1440, height: 900 };

const split = process.argv.indexOf('--');
const [tries, ...sweeps] = process.argv.slice(2, split);
const command = process.argv.slice(split + 1);
if (split < 0 || !tries || sweeps.length === 0 || command.length === 0) throw new Error('need TRIES SWEEP… -- COMMAND…');

/** @param {number} milliseconds */
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Seconds of CPU that a process has had, all threads. @param {number | undefined} pid */
function cpuOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
}

/** Seconds of CPU that a process's first thread has had, which is a page's main one. @param {number} pid */
function mainCpuOf(pid) {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e9;
}

const server = spawn(command[0] ?? '', command.slice(1), { stdio: ['ignore', 'pipe', 'pipe'] });
const base = await new Promise((resolve, reject) => {
  let text = '';
  const read = (/** @type {Buffer} */ data) => {
    text += String(data);
    const link = /http:\/\/127\.0\.0\.1:\d+/.exec(text);
    if (link) resolve(link[0]);
  };
  server.stdout.on('data', read);
  server.stderr.on('data', read);
  server.on('exit', () => reject(new Error(`need a server, found: ${text}`)));
});

/** @typedef {Record<string, number>} Figures */

/** What a browser's trace has of a task, in microseconds. @typedef {{ pid: number, tid: number, name: string, tdur?: number, args?: { name?: string } }} TraceEvent */

/** Opens a sweep's page in a browser of its own. @param {string} sweep */
async function openPage(sweep) {
  const profile = mkdtempSync(join(tmpdir(), 'trawl-page-'));
  const browser = await chromium.launch({ args: FLAGS, ...(process.env.TRAWL_CHROMIUM ? { executablePath: process.env.TRAWL_CHROMIUM } : {}) });
  const page = await browser.newPage({ viewport: SIZE });
  page.setDefaultTimeout(WAIT_MILLISECONDS);
  const system = await browser.newBrowserCDPSession();
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  let [bytes, ahead] = [0, 0];
  const asked = new Map();
  session.on('Network.requestWillBeSent', ({ requestId, request }) => asked.set(requestId, request.url));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (OTHER_PAGES.test(asked.get(requestId))) ahead += encodedDataLength;
    else bytes += encodedDataLength;
  });
  await page.addInitScript(() => {
    const tasks = /** @type {number[]} */ ([]);
    Object.assign(globalThis, { longTasks: tasks });
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: 'longtask', buffered: true });
  });
  const begun = performance.now();
  await page.goto(`${base}/sweeps/${sweep}`, { waitUntil: 'commit' });
  /** What each process that may have the page has had. */
  const renderers = async () => {
    const { processInfo } = await system.send('SystemInfo.getProcessInfo');
    return new Map(processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => [id, mainCpuOf(id)]));
  };
  const close = async () => {
    await browser.close();
    rmSync(profile, { recursive: true, force: true });
  };
  /**
   * The most CPU that a task of a page's main thread takes while something is done, in seconds. From the browser's own trace: on a busy
   * machine a task lasts while others have the processor.
   *
   * @param {number} pid @param {() => Promise<unknown>} act
   */
  const longestTask = async (pid, act) => {
    await browser.startTracing(page, { categories: ['toplevel'] });
    await act();
    const { traceEvents } = /** @type {{ traceEvents: TraceEvent[] }} */ (JSON.parse(String(await browser.stopTracing())));
    const main = traceEvents.find(({ pid: id, name, args }) => id === pid && name === 'thread_name' && args?.name === 'CrRendererMain');
    if (!main) throw new Error('need the trace of the main thread, found none');
    return traceEvents.reduce((most, { pid: id, tid, tdur = 0 }) => (id === pid && tid === main.tid ? Math.max(most, tdur) : most), 0) / 1e6;
  };
  return { page, session, renderers, longestTask, begun, bytes: () => bytes, ahead: () => ahead, close };
}

/** The process that has the page, once that has had more to do than any other. @param {Map<number, number>} renderers */
function busiest(renderers) {
  return [...renderers].reduce((a, b) => (b[1] > a[1] ? b : a))[0];
}

/** Waits until the page's main thread has next to nothing to do. @param {number} pid */
async function settled(pid) {
  for (let before = mainCpuOf(pid); ; ) {
    await pause(IDLE_MILLISECONDS);
    const now = mainCpuOf(pid);
    if (now - before < (IDLE_SHARE * IDLE_MILLISECONDS) / 1000) return;
    before = now;
  }
}

/** One visit: its figures by name. @param {string} sweep @returns {Promise<Figures>} */
async function visit(sweep) {
  /** @type {Figures} */
  const figures = {};
  const serverBefore = cpuOf(server.pid);
  const { page, session, renderers, begun, bytes, ahead, close } = await openPage(sweep);
  await page.waitForFunction((rows) => {
    const table = document.querySelector('[data-testid=runs-table]');
    const listed = Number(table?.getAttribute('aria-rowcount') ?? table?.querySelectorAll('tbody tr').length ?? 0);
    return listed >= rows && table?.querySelector('tbody a');
  }, USABLE_ROWS, { polling: 50 });
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve))); // it answers
  const then = await renderers();
  figures['100 rows usable: main thread, s'] = 0; // when it is known which
  figures['100 rows usable: server, s'] = cpuOf(server.pid) - serverBefore;
  figures['100 rows usable: transferred, KB'] = bytes() / 1000;
  figures['100 rows usable: wall, s'] = (performance.now() - begun) / 1000;
  await page.waitForFunction(() => document.querySelector('[data-testid=best-run]'));
  figures['best run named: wall, s'] = (performance.now() - begun) / 1000;
  await page.waitForFunction(() => document.querySelector('[data-testid=curves] canvas'));
  const pid = busiest(await renderers());
  figures['100 rows usable: main thread, s'] = then.get(pid) ?? Number.NaN;
  await settled(pid);
  figures['all there: main thread, s'] = mainCpuOf(pid);
  figures['all there: server, s'] = cpuOf(server.pid) - serverBefore;
  figures['all there: transferred, KB'] = bytes() / 1000;
  figures['all there: longest task, s'] = Math.max(0, ...(await page.evaluate(() => /** @type {any} */ (globalThis).longTasks))) / 1000;
  await session.send('HeapProfiler.collectGarbage');
  figures['JS heap, MB'] = (await session.send('Runtime.getHeapUsage')).usedSize / 1e6;

  const end = await page.evaluate(() => document.documentElement.scrollHeight);
  for (let top = 0; top < end; top += SIZE.height / 2) {
    await page.evaluate((to) => scrollTo(0, to), top);
    await pause(SEEN_MILLISECONDS);
  }
  await settled(pid);
  figures['every panel seen: main thread, s'] = mainCpuOf(pid);
  figures['every panel seen: transferred, KB'] = bytes() / 1000;
  figures['other pages’ code, fetched ahead, KB'] = ahead() / 1000;

  /** @param {string} name @param {() => Promise<unknown>} act @param {number} [times] */
  const cost = async (name, act, times = 1) => {
    await settled(pid);
    const [main, served] = [mainCpuOf(pid), cpuOf(server.pid)];
    await act();
    await settled(pid);
    figures[`${name}: main thread, s`] = (mainCpuOf(pid) - main) / times;
    figures[`${name}: server, s`] = (cpuOf(server.pid) - served) / times;
  };
  const table = page.getByTestId('runs-table');
  await table.scrollIntoViewIfNeeded();
  /** A click on what is looked for beforehand: to find it by its role costs the page's main thread more than the click. @param {import('playwright-core').Locator} what */
  const clickOn = async (what) => {
    const handle = await what.elementHandle();
    return () => handle?.evaluate((element) => /** @type {HTMLElement} */ (element).click()) ?? Promise.reject(new Error('need something to click on'));
  };
  await cost('sort', await clickOn(table.locator('thead').getByRole('button', { name: 'val_accuracy', exact: true })));
  await cost('tick', await clickOn(table.locator('tbody').getByRole('checkbox').first()));
  const all = await clickOn(table.locator('thead').getByRole('checkbox'));
  await cost('tick all', all);
  await cost('tick none', all);
  const box = await page.locator('[role=combobox]').first().elementHandle(); // as above
  if (!box) throw new Error('need a box for the filter, found none');
  await cost('filter', async () => {
    await box.fill('params.dropout < 0.1');
    await box.press('Enter');
    await page.waitForFunction(() => /of/.test(document.querySelector('[data-testid=runs-shown]')?.textContent ?? ''), null, { polling: 100 });
  });
  await cost('show all again', async () => {
    await box.fill('');
    await box.press('Enter');
  });
  await page.getByText('parallel coordinates').scrollIntoViewIfNeeded();
  await cost('to parallel coordinates', () => page.getByText('parallel coordinates').click());
  const canvas = page.getByTestId('parallel');
  await canvas.scrollIntoViewIfNeeded();
  const place = await canvas.boundingBox();
  if (!place) throw new Error('need parallel coordinates, found none');
  const [x, y] = [place.x + 16, place.y + 60];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await cost('brush, a move', async () => {
    for (let i = 1; i <= BRUSH_MOVES; i += 1) {
      await page.mouse.move(x, y + 8 * i);
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
    }
  }, BRUSH_MOVES);
  await cost('brush, let go', () => page.mouse.up());
  await close();
  return figures;
}

/** @param {number[]} values */
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** What is to be reached at 10,000 runs. @type {Figures} */
const TARGETS = {
  '100 rows usable: main thread, s': 0.8,
  '100 rows usable: server, s': 0.5,
  '100 rows usable: transferred, KB': 250,
  'all there: transferred, KB': 500,
  'every panel seen: transferred, KB': 500,
  'JS heap, MB': 150,
  'sort: main thread, s': 0.1,
  'tick: main thread, s': 0.1,
  'filter: main thread, s': 0.1,
  'show all again: main thread, s': 0.1,
  'brush, a move: main thread, s': 0.016,
  'live: longest task, s': 0.1,
};

/** A page that hears of 100 epochs a second. @param {string} sweep @param {string} live @returns {Promise<Figures>} */
async function follow(sweep, live) {
  const { page, renderers, longestTask, close } = await openPage(sweep);
  await page.waitForFunction(() => document.querySelector('[data-testid=curves] canvas'));
  const pid = busiest(await renderers());
  await settled(pid);
  await page.evaluate(() => (/** @type {any} */ (globalThis).longTasks.length = 0));
  const [main, served, begun] = [mainCpuOf(pid), cpuOf(server.pid), performance.now()];
  const longest = await longestTask(pid, () => new Promise((resolve) => spawn('sh', ['-c', live], { stdio: 'inherit' }).on('exit', resolve)));
  const seconds = (performance.now() - begun) / 1000;
  const figures = {
    'live: longest task, s': longest,
    'live: longest task, wall, s': Math.max(0, ...(await page.evaluate(() => /** @type {any} */ (globalThis).longTasks))) / 1000,
    'live: main thread, s a second': (mainCpuOf(pid) - main) / seconds,
    'live: server, s a second': (cpuOf(server.pid) - served) / seconds,
  };
  await close();
  return figures;
}

try {
  /** @type {Figures[]} */
  const columns = [];
  for (const sweep of sweeps) {
    /** @type {Figures[]} */
    const visits = [];
    for (let i = 0; i < Number(tries); i += 1) {
      visits.push(await visit(sweep));
      console.error(sweep, i + 1, JSON.stringify(visits.at(-1)));
    }
    const names = Object.keys(visits[0] ?? {});
    columns.push(Object.fromEntries(names.map((name) => [name, median(visits.map((figures) => figures[name] ?? Number.NaN))])));
  }
  if (process.env.TRAWL_LIVE) Object.assign(columns.at(-1) ?? {}, await follow(sweeps.at(-1) ?? '', process.env.TRAWL_LIVE));
  console.log(`| median of ${tries} visits | ${sweeps.join(' | ')} | at most, at 10,000 |`);
  console.log(`|---|${'---|'.repeat(sweeps.length)}---|`);
  for (const name of Object.keys(columns.at(-1) ?? {})) {
    console.log(`| ${name} | ${columns.map((figures) => figures[name]?.toPrecision(3) ?? '').join(' | ')} | ${TARGETS[name] ?? ''} |`);
  }
  console.log(`\n${cpus().length} cores, load ${loadavg().map((each) => each.toFixed(1)).join(', ')}; CPU time but where it says wall.`);
} finally {
  server.removeAllListeners('exit');
  server.kill();
}
