/** Takes the README's picture, src/docs/sweep.png, of the sweep TRAWL_SWEEP on the server TRAWL_URL. */
import { fileURLToPath } from 'node:url';
import { openBrowser, SIZES } from './browser.mjs';

const base = (process.env.TRAWL_URL ?? 'http://127.0.0.1:7070').replace(/\/$/, '');
const name = process.env.TRAWL_SWEEP ?? 'mnist-random';
const HEIGHT = 1572; // to the end of the table

const { page, close } = await openBrowser([new URL(base).origin]);
try {
  await page.setViewportSize({ ...SIZES.desktop, height: HEIGHT });
  const query = new URLSearchParams({ space: 'parallel', filter: 'params.batch_size = 128', sort: '-metrics.test_accuracy' });
  await page.goto(`${base}/sweeps/${encodeURIComponent(name)}?${query.toString()}`);
  await page.getByTestId('runs-shown').getByText(' of ').waitFor();
  await page.getByTestId('connection').getByText('live', { exact: true }).waitFor();
  await page.waitForTimeout(1500); // for the charts' last frame
  await page.screenshot({ path: fileURLToPath(new URL('../../src/docs/sweep.png', import.meta.url)) });
} finally {
  await close();
}
