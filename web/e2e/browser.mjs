/** A real Chromium for the walks, with what it reported. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { inspect, isDeepStrictEqual } from 'node:util';
import { chromium } from 'playwright-core';

/** Only what never comes takes so long: a busy machine is no fault, and some wait for sweeps to start and end. */
export const WAIT_MILLISECONDS = 300_000;
const PAUSE_MILLISECONDS = 100;
/** What an act that moves the page takes even on a busy machine, mostly. */
const ACT_MILLISECONDS = 5_000;
const ACTS = 6;
export const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export const SIZES = { desktop: { width: 1360, height: 900 }, phone: { width: 360, height: 780 } };
export const pictures = fileURLToPath(new URL('screenshots/', import.meta.url));
/** A walk that fails leaves a picture in any case; the others only a person asks for. */
const PICTURES = process.env.TRAWL_PICTURES === '1';

/**
 * Opens a browser with a profile of its own.
 *
 * @param {string[]} origins the only ones that may be asked
 * @param {RegExp} [expected] what of the faults that it reports is none
 */
export async function openBrowser(origins, expected) {
  const profile = mkdtempSync(join(tmpdir(), 'trawl-browser-'));
  mkdirSync(pictures, { recursive: true });
  const context = await chromium.launchPersistentContext(profile, {
    ...(process.env.TRAWL_CHROMIUM ? { executablePath: process.env.TRAWL_CHROMIUM } : {}),
    args: FLAGS,
    viewport: SIZES.desktop,
    colorScheme: 'light',
  });
  context.setDefaultTimeout(WAIT_MILLISECONDS);
  const page = context.pages()[0] ?? (await context.newPage());
  const faults = /** @type {string[]} */ ([]);
  const report = (/** @type {string} */ fault) => expected?.test(fault) || faults.push(fault);
  page.on('console', (message) => {
    if (message.type() === 'error') report(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => report(`page: ${error.message}`));
  page.on('request', (request) => {
    if (!origins.includes(new URL(request.url()).origin)) report(`asked elsewhere: ${request.url()}`);
  });
  return {
    context,
    page,
    faults,
    /** What the server refused with this status was meant to be: the browser logs it, soon. @param {number} status */
    async forgive(status) {
      const refused = () => faults.filter((fault) => fault.includes(`status of ${status}`));
      await soon(`the browser logs a status of ${status}`, refused, (logged) => logged.length > 0);
      for (const each of refused()) faults.splice(faults.indexOf(each), 1);
    },
    async close() {
      await context.unrouteAll({ behavior: 'ignoreErrors' }); // what a page still asks for may be on its way
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/**
 * Takes the steps of a walk; the first thing that is not as it should be ends it, with a picture.
 *
 * @param {string} name @param {Awaited<ReturnType<typeof openBrowser>>} browser @param {() => Promise<void>} steps
 */
export async function walk(name, { page, faults, close }, steps) {
  try {
    await steps();
    assert.deepEqual(faults, [], 'the browser reported faults');
    console.log(`web ${name}: passed; pictures in ${pictures}`);
  } catch (error) {
    await page.screenshot({ path: join(pictures, `failed-${name}.png`), fullPage: true }).catch(() => undefined);
    console.error(`web ${name}: FAILED at ${page.url()}: ${error instanceof Error ? error.stack : String(error)}`);
    for (const fault of faults) console.error(`  ${fault}`);
    process.exitCode = 1;
  } finally {
    await close();
  }
}

/** @param {string} name @param {() => Promise<void>} walk */
export async function step(name, walk) {
  await walk();
  console.log(`  ok  ${name}`);
}

/**
 * Reads until what is found is as wanted, and gives it: what is read once may come a moment later, and can't be read while it is
 * drawn anew. What was found last is in the message.
 *
 * @template T
 * @param {string} what @param {() => T | Promise<T>} read @param {T | RegExp | ((found: T) => boolean)} wanted
 * @returns {Promise<T>}
 */
export async function soon(what, read, wanted) {
  const holds = (/** @type {T} */ found) => {
    if (wanted instanceof RegExp) return wanted.test(String(found));
    return wanted instanceof Function ? wanted(found) : isDeepStrictEqual(found, wanted);
  };
  for (const end = Date.now() + WAIT_MILLISECONDS; ; await setTimeout(PAUSE_MILLISECONDS)) {
    let found;
    try {
      found = await read();
      if (holds(found)) return found;
    } catch (error) {
      found = error;
    }
    const need = wanted instanceof Function ? String(wanted) : inspect(wanted);
    assert.ok(Date.now() < end, `${what}: need ${need}, found ${inspect(found)}`);
  }
}

/**
 * Does something until the address says so: what is drawn anew meanwhile takes no notice.
 *
 * @param {import('playwright-core').Page} page @param {Parameters<import('playwright-core').Page['waitForURL']>[0]} address @param {() => Promise<void>} act
 */
export async function until(page, address, act) {
  for (let left = ACTS - 1; ; left--) {
    await act();
    try {
      return await page.waitForURL(address, left === 0 ? {} : { timeout: ACT_MILLISECONDS });
    } catch (error) {
      if (left === 0) throw error;
    }
  }
}

/** @param {import('playwright-core').Page} page @param {string} name */
export async function noSideways(page, name) {
  const beyond = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await soon(`pixels by which ${name} is wider than the screen`, beyond, (pixels) => pixels <= 0);
}

/** The page in light and dark, with TRAWL_PICTURES=1. @param {import('playwright-core').Page} page @param {string} name */
export async function picture(page, name) {
  if (!PICTURES) return;
  for (const scheme of /** @type {const} */ (['light', 'dark'])) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.waitForTimeout(250);
    await page.screenshot({ path: join(pictures, `${name}-${scheme}.png`), fullPage: true });
  }
  await page.emulateMedia({ colorScheme: 'light' });
}
