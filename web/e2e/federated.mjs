/** The page of a run in rounds: how well it does for clients, what is sent, who has which labels, and whose updates don't count. */
import assert from 'node:assert/strict';
import { noSideways, openBrowser, picture, SIZES, soon, step, walk } from './browser.mjs';

const base = (process.env.TRAWL_URL ?? '').replace(/\/$/, '');
const browser = await openBrowser([new URL(base).origin]);
const { context, page } = browser;
const CLIENTS = 30;
const ROUNDS = 3;

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

await walk('federated', browser, async () => {
  await step('a run in rounds is trained', trained);
  await step('its page has the accuracy by client, what is sent, the labels and the bad clients', shown);
  await step('so has a narrow one', async () => {
    await page.setViewportSize(SIZES.phone);
    await noSideways(page, 'the run');
    await picture(page, 'federated-run-phone');
  });
});

async function trained() {
  const made = await context.request.post(`${base}/api/v1/sweeps`, { data: { file: 'in-rounds.yaml', text: FILE, overrides: [] } });
  assert.ok(made.ok(), await made.text());
  await soon('status of the sweep', async () => (await (await context.request.get(`${base}/api/v1/sweeps/in-rounds`)).json()).status, 'FINISHED');
}

async function shown() {
  const [run] = await (await context.request.get(`${base}/api/v1/sweeps/in-rounds/runs`)).json();
  await page.goto(`${base}/runs/${run.run_id}`);
  const clients = page.getByTestId('clients');
  const labels = clients.getByTestId('client-labels');
  await soon('a column a client', () => labels.locator('thead th').count(), 1 + CLIENTS);
  await soon('a row a label', () => labels.locator('tbody tr').count(), 10);
  await page.getByText(/^30\sclients, 15 in a round, .* down and .* up in the last one, .* in all$/).waitFor();
  const bad = clients.getByTestId('bad-clients').locator('tbody tr');
  await soon('clients that fail', () => bad.allInnerTexts(), (rows) => rows.length > 0 && rows.every((row) => /simulated to fail|NaN or infinite/.test(row)));
  await picture(page, 'federated-run');
}
