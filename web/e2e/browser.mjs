/** A real Chromium for the walks, with what it reported. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

/** Only what never comes takes so long: a busy machine is no fault. */
const WAIT_MILLISECONDS = 60_000;
export const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export const SIZES = { desktop: { width: 1360, height: 900 }, phone: { width: 360, height: 780 } };
export const pictures = fileURLToPath(new URL('screenshots/', import.meta.url));
/** A walk that fails leaves a picture in any case; the others only a person asks for. */
const PICTURES = process.env.TRAWL_PICTURES === '1';

/** Opens a browser with a profile of its own. @param {string[]} origins the only ones that may be asked */
export async function openBrowser(origins) {
  const profile = mkdtempSync(join(tmpdir(), 'trawl-browser-'));
  mkdirSync(pictures, { recursive: true });
  const context = await chromium.launchPersistentContext(profile, {
    ...(process.env.TRAWL_CHROMIUM ? { executablePath: process.env.TRAWL_CHROMIUM } : {}),
    args: FLAGS,
    viewport: SIZES.desktop,
    colorScheme: 'light',
  });
  const page = context.pages()[0] ?? (await context.newPage());
  page.setDefaultTimeout(WAIT_MILLISECONDS);
  const faults = /** @type {string[]} */ ([]);
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`page: ${error.message}`));
  page.on('request', (request) => {
    if (!origins.includes(new URL(request.url()).origin)) faults.push(`asked elsewhere: ${request.url()}`);
  });
  return {
    context,
    page,
    faults,
    async close() {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** @param {string} name @param {() => Promise<void>} walk */
export async function step(name, walk) {
  await walk();
  console.log(`  ok  ${name}`);
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
