/**
 * Serves web/dist and made-up sweeps on loopback, to look at the pages without Trawl's server.
 * `node e2e/fixture-server.mjs [--port 7071] [--live] [--empty] [--only-shows] [--write-golden DIR]`; --live lets the running sweep
 * go on.
 */
import { createReadStream, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { advice, check, decisions, diagnosis, importance, makeSweep, makeSweeps, METRIC_KINDS, problem, runDiagnosis, setProblem, tally } from './fixture-data.mjs';

/** @typedef {import('node:http').ServerResponse} Response */

const DIST = fileURLToPath(new URL('../dist/', import.meta.url));
// As the server's, but for the nonce, which here is the built page's own.
const POLICY = "default-src 'none'; script-src 'self' 'nonce-TRAWL-NONCE'; style-src 'self' 'nonce-TRAWL-NONCE'; img-src 'self' data: blob:; connect-src 'self'; frame-ancestors 'none'";
const TYPES = /** @type {Record<string, string>} */ ({
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml',
});

const OFFER = { formats: ['dl4j', 'onnx', 'onnx-int8', 'tflite', 'tflite-int8'], defaults: ['dl4j', 'onnx'], served: ['onnx', 'onnx-int8'] };

const option = (/** @type {string} */ name) => process.argv[process.argv.indexOf(name) + 1] ?? '';
const has = (/** @type {string} */ name) => process.argv.includes(name);

if (has('--write-golden')) {
  writeGolden(option('--write-golden'));
  process.exit(0);
}

const fixtures = has('--empty') ? [] : makeSweeps(Date.now());
const streams = /** @type {Set<Response>} */ (new Set());
let sequence = 100_000;

/** @param {Response} response @param {unknown} body @param {number} [status] */
function json(response, body, status = 200) {
  response.writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' });
  response.end(JSON.stringify(body));
}

/** @param {string} id */
const findSweep = (id) => fixtures.find(({ sweep }) => sweep.name === id || sweep.sweep_id.startsWith(id));

/** @param {string} id */
function findRun(id) {
  for (const fixture of fixtures) {
    const run = fixture.runs.find((each) => each.run_id.startsWith(id));
    if (run) return { fixture, run };
  }
  return null;
}

/** @param {string} path @param {URLSearchParams} query @param {string} method @param {Response} response */
function api(path, query, method, response) {
  const parts = path.split('/').filter(Boolean).map(decodeURIComponent);
  const [kind, id = '', part, last] = parts;
  if (kind === 'events') return follow(response);
  if (kind === 'server') return json(response, { starts_sweeps: !has('--only-shows'), starting: [], exports: has('--only-shows') ? null : OFFER });
  if (kind === 'exports') return json(response, []);
  if (kind === 'schema') return json(response, {});
  if (kind === 'sweep-choices') return json(response, { projects: [], datasets: ['mnist'], methods: ['random'], tags: [] });
  if (kind === 'check') return json(response, check);
  if (kind === 'sweeps' && !id) {
    if (method === 'POST') return json(response, problem, 400);
    const all = query.has('deleted') ? [] : fixtures.map(({ sweep }) => sweep);
    response.setHeader('trawl-total', all.length);
    return json(response, all);
  }
  const fixture = kind === 'sweeps' ? findSweep(id) : undefined;
  if (fixture) return sweepAnswer(fixture, part, query, response);
  const found = kind === 'runs' ? findRun(id) : null;
  if (found) return runAnswer(found, part, last, query, response);
  return json(response, { title: 'Not found', status: 404, detail: `no ${kind} ${id}`, problems: [] }, 404);
}

/** @param {import('./fixture-data.mjs').FixtureSweep} fixture @param {string | undefined} part @param {URLSearchParams} query @param {Response} response */
function sweepAnswer(fixture, part, query, response) {
  const key = query.get('key') ?? 'val_accuracy';
  switch (part) {
    case undefined: return json(response, fixture.sweep);
    case 'runs': return json(response, query.has('deleted') ? [] : fixture.runs.filter((run) => run.sequence > Number(query.get('after') ?? 0)));
    case 'columns': return json(response, columns(fixture, Number(query.get('after') ?? 0)));
    case 'metrics': return json(response, { key, runs: Object.fromEntries([...fixture.metrics].map(([id, all]) => [id, all[key]?.map(({ step, value }) => ({ step, value })) ?? []])) });
    case 'importance': return json(response, importance(fixture));
    case 'diagnosis': return json(response, diagnosis(fixture));
    case 'advice': return json(response, fixture.sweep.status === 'FINISHED' ? advice(fixture) : { changes: [], file: null });
    case 'file': return json(response, { sweep_id: fixture.sweep.sweep_id, run: null, text: fixture.sweep.sweep_file.text });
    case 'decisions': return json(response, decisions(fixture));
    case 'set': return json(response, setProblem, 400);
    case 'winner': return json(response, { finals: null, corrected: null, text: null });
    case 'stop': fixture.sweep.status = 'STOPPED'; change('sweep', fixture.sweep.sweep_id, null); return json(response, fixture.sweep, 202);
    case 'resume': return json(response, { title: 'The sweep is owned', status: 409, detail: 'its owner, process 4711 on this machine, is alive', problems: [] }, 409);
    default: return json(response, { title: 'Not found', status: 404, detail: part, problems: [] }, 404);
  }
}

/** @param {import('./fixture-data.mjs').FixtureSweep} fixture @param {number} after */
function columns({ sweep, runs: all }, after) {
  const runs = all.filter((run) => run.sequence > after);
  /** @param {string} field */
  const named = (field) => Object.fromEntries([...new Set(runs.flatMap((run) => Object.keys(run[field])))].map((name) => [name, runs.map((run) => run[field][name] ?? null)]));
  const plain = ['run_id', 'number', 'attempt', 'parent', 'status', 'reason', 'epochs', 'best_epoch', 'seconds', 'band', 'started_at', 'ended_at', 'sequence'];
  const images = { train_accuracy: 48_000, val_accuracy: 12_000, test_accuracy: 10_000 };
  const values = Object.fromEntries(plain.map((field) => [field, runs.map((run) => run[field] ?? null)]));
  return { sweep_id: sweep.sweep_id, runs: runs.length, total: runs.length, images, columns: { ...values, parameters: named('parameters'), metrics: named('metrics'), tags: named('tags') } };
}

/** @param {NonNullable<ReturnType<typeof findRun>>} found @param {string | undefined} part @param {string | undefined} last @param {URLSearchParams} query @param {Response} response */
function runAnswer({ fixture, run }, part, last, query, response) {
  const all = fixture.metrics.get(run.run_id) ?? {};
  const keys = query.get('keys')?.split(',') ?? Object.keys(all);
  switch (part) {
    case undefined: return json(response, runDetail(fixture, run));
    case 'diagnosis': return json(response, runDiagnosis(run));
    case 'metrics': return json(response, { run_id: run.run_id, metrics: Object.fromEntries(keys.map((key) => [key, all[key] ?? []])) });
    case 'checkpoints':
      if (!last) return json(response, fixture.checkpoints.get(run.run_id));
      response.writeHead(200, { 'content-type': 'application/zip', 'content-disposition': `attachment; filename="${run.run_id.slice(0, 8)}-epoch-${last}.zip"` });
      return response.end('not a model');
    case 'export': return json(response, { title: 'Not possible now', status: 409, detail: 'these runs are made up', problems: [] }, 409);
    case 'stop': run.status = 'KILLED'; change('run', run.sweep_id, run.run_id); return json(response, run, 202);
    default: return json(response, { title: 'Not found', status: 404, detail: part, problems: [] }, 404);
  }
}

/** @param {import('./fixture-data.mjs').FixtureSweep} fixture @param {Record<string, any>} run */
function runDetail(fixture, run) {
  const settings = Object.entries(run.parameters).map(([key, value]) => `--set parameters.${key}.value=${JSON.stringify(value)}`);
  return {
    ...run, metric_kinds: METRIC_KINDS, evaluation: fixture.evaluations.get(run.run_id) ?? null,
    reproduce: `trawl run ${fixture.sweep.sweep_file.file} ${settings.join(' ')} --run-cap 1 --seed ${run.seed}`,
  };
}

/** @param {Response} response */
function follow(response) {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  response.write(': hello\n\n');
  streams.add(response);
  response.on('close', () => streams.delete(response));
}

/** @param {string} kind @param {string} sweepId @param {string | null} runId */
function change(kind, sweepId, runId) {
  sequence += 1;
  const data = JSON.stringify({ sequence, kind, sweep_id: sweepId, run_id: runId });
  for (const stream of streams) stream.write(`id: ${sequence}\nevent: ${kind}\ndata: ${data}\n\n`);
}

/** Lets the running sweep go on: an epoch every other second, then the next run, for ever. */
function advance() {
  const fixture = fixtures[0];
  if (!fixture || fixture.sweep.status !== 'RUNNING') return;
  const { sweep, runs, metrics, evaluations, checkpoints } = fixture;
  const run = runs.at(-1);
  if (!run) return;
  const model = makeSweep({ name: 'next', seed: sequence, runs: 1, epochs: sweep.epochs, status: 'RUNNING', started: Date.now(), diverged: 0 });
  const twin = /** @type {Record<string, any>} */ (model.runs[0]);
  const all = model.metrics.get(twin.run_id) ?? {};
  const mine = metrics.get(run.run_id) ?? {};
  if (run.epochs < sweep.epochs) {
    for (const [key, points] of Object.entries(all)) mine[key]?.push(/** @type {any} */ (points[run.epochs]));
    run.epochs += 1;
    run.sequence = sequence + 1;
    change('epoch', sweep.sweep_id, run.run_id);
  } else {
    Object.assign(run, { status: 'FINISHED', metrics: twin.metrics, intervals: twin.intervals, band: twin.band, ended_at: twin.ended_at, best_epoch: twin.best_epoch, seconds: twin.seconds, sequence: sequence + 1 });
    evaluations.set(run.run_id, /** @type {any} */ (model.evaluations.get(twin.run_id)));
    checkpoints.set(run.run_id, (model.checkpoints.get(twin.run_id) ?? []).map((each) => ({ ...each, run_id: run.run_id })));
    change('run', sweep.sweep_id, run.run_id);
    runs.push({ ...twin, sweep_id: sweep.sweep_id, number: run.number + 1, status: 'RUNNING', epochs: 0, best_epoch: null, metrics: {}, intervals: {}, band: null, ended_at: null, sequence: sequence + 1 });
    metrics.set(twin.run_id, Object.fromEntries(Object.keys(all).map((key) => [key, []])));
    checkpoints.set(twin.run_id, []);
    sweep.planned_runs = Math.max(sweep.planned_runs, runs.length + 4);
    change('run', sweep.sweep_id, twin.run_id);
  }
  tally(fixture);
}

/** @param {string} path @param {Response} response */
function file(path, response) {
  const wanted = join(DIST, normalize(path));
  const there = wanted.startsWith(DIST) && existsSync(wanted) && statSync(wanted).isFile();
  if (!there && extname(path)) return json(response, { title: 'Not found', status: 404, detail: path, problems: [] }, 404);
  const name = there ? wanted : join(DIST, 'index.html');
  response.writeHead(200, { 'content-type': TYPES[extname(name)] ?? 'application/octet-stream', 'content-security-policy': POLICY });
  return createReadStream(name).pipe(response);
}

/** @param {string} directory */
function writeGolden(directory) {
  const fixture = makeSweeps(Date.parse('2025-03-01T12:00:00Z'))[0];
  if (!fixture) return;
  const best = fixture.runs.find((run) => run.run_id === fixture.sweep.best_run_id) ?? {};
  const answers = {
    sweeps: [fixture.sweep], sweep: fixture.sweep, runs: fixture.runs, run: runDetail(fixture, best),
    metrics: { run_id: best.run_id, metrics: fixture.metrics.get(best.run_id) },
    'sweep-metrics': { key: 'val_accuracy', runs: Object.fromEntries([...fixture.metrics].map(([id, all]) => [id, (all.val_accuracy ?? []).map(({ step, value }) => ({ step, value }))])) },
    checkpoints: fixture.checkpoints.get(best.run_id), evaluation: fixture.evaluations.get(best.run_id),
    importance: importance(fixture), diagnosis: diagnosis(fixture), check, problem,
  };
  mkdirSync(directory, { recursive: true });
  for (const [name, answer] of Object.entries(answers)) {
    writeFileSync(join(directory, `${name}.json`), `${JSON.stringify(answer, null, 2)}\n`);
  }
}

if (has('--live')) setInterval(advance, 2_000);
setInterval(() => streams.forEach((stream) => stream.write(': still here\n\n')), 10_000).unref();

const port = Number(option('--port')) || 7071;
createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://fixture');
  if (pathname.startsWith('/api/v1/')) api(pathname.slice(8), searchParams, request.method ?? 'GET', response);
  else file(pathname, response);
}).listen(port, '127.0.0.1', () => console.log(`http://127.0.0.1:${port}`));
