/** The page of a run in rounds: how well it does for clients, what is sent, who has which labels, and whose updates don't count. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { openBrowser, picture, pictures, SIZES, step } from './browser.mjs';

const base = (process.env.TRAWL_URL ?? '').replace(/\/$/, '');
const { context, page, faults, close } = await openBrowser([new URL(base).origin]);
const CLIENTS = 30;
const ROUNDS = 3;
const FINISH_MILLISECONDS = 60_000;

/** Two labels a client, one client that fails and one that sends NaN. */
const FILE = `
name: in-rounds
dataset: {name: mnist, validation_split: 0.2, train_limit: 900, test_limit: 200}
method: grid
parameters: {filters: {value: [4, 8]}}
training:
  epochs: ${ROUNDS}
  federated: {clients: ${CLIENTS}, partition: shards, fraction: 0.5, failing_clients: 1, nan_clients: 1}
`;

try {
  await step('a run in rounds is trained', trained);
  await step('its page has the accuracy by client, what is sent, the labels and the bad clients', shown);
  await step('so has a narrow one', async () => {
    await page.setViewportSize(SIZES.phone);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(wide, 0, 'the page does not scroll sideways');
    await picture(page, 'federated-run-phone');
  });
  assert.deepEqual(faults, [], 'the browser reported faults');
} catch (error) {
  await page.screenshot({ path: join(pictures, 'failed.png'), fullPage: true }).catch(() => undefined);
  console.error(`web federated: FAILED at ${page.url()}: ${error instanceof Error ? error.message : String(error)}`);
  for (const fault of faults) console.error(`  ${fault}`);
  process.exitCode = 1;
} finally {
  await close();
}

async function trained() {
  const made = await context.request.post(`${base}/api/v1/sweeps`, { data: { file: 'in-rounds.yaml', text: FILE, overrides: [] } });
  assert.ok(made.ok(), await made.text());
  const end = Date.now() + FINISH_MILLISECONDS;
  for (let status = ''; status !== 'FINISHED'; ) {
    ({ status } = await (await context.request.get(`${base}/api/v1/sweeps/in-rounds`)).json());
    assert.ok(Date.now() < end, `the sweep finishes, found it ${status}`);
    await page.waitForTimeout(200);
  }
}

async function shown() {
  const [run] = await (await context.request.get(`${base}/api/v1/sweeps/in-rounds/runs`)).json();
  await page.goto(`${base}/runs/${run.run_id}`);
  const clients = page.getByTestId('clients');
  await clients.waitFor();
  const labels = clients.getByTestId('client-labels');
  await labels.waitFor();
  assert.equal(await labels.locator('thead th').count(), 1 + CLIENTS);
  assert.equal(await labels.locator('tbody tr').count(), 10, 'a row a label');
  await page.getByText(/^30\sclients, 15 in a round, .* down and .* up in the last one, .* in all$/).waitFor();
  const bad = clients.getByTestId('bad-clients').locator('tbody tr');
  await bad.first().waitFor();
  for (const row of await bad.all()) assert.match(await row.innerText(), /simulated to fail|NaN or infinite/);
  await picture(page, 'federated-run');
}
