import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ChangeStream, type Batch } from './events';

/** What a browser's EventSource shows of itself, driven by hand. */
class HandSource extends EventTarget {
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  readyState = 0;

  close(): void {
    this.readyState = 2;
  }

  say(sequence: number): void {
    const data = JSON.stringify({ sequence, kind: 'epoch', sweep_id: 's', run_id: 'r' });
    this.dispatchEvent(new MessageEvent('epoch', { data }));
  }
}

let sources: HandSource[] = [];
let batches: Batch[] = [];

function closed(): ChangeStream {
  return new ChangeStream(() => {
    const source = new HandSource();
    sources.push(source);
    return source as unknown as EventSource;
  });
}

function follow(): ChangeStream {
  const stream = closed();
  stream.watch(() => undefined);
  return stream;
}

const sequences = () => batches.map((batch) => batch.changes.map((change) => change.sequence));

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', { CLOSED: 2 });
  sources = [];
  batches = [];
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('changes_inABurst_comeAsOneBatch', async () => {
  follow().listen((batch) => void batches.push(batch));
  [1, 2, 3].forEach((sequence) => sources[0]?.say(sequence));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sequences()).toEqual([[1, 2, 3]]);
});

test('changes_whileABatchIsDealtWith_waitForTheNext', async () => {
  let finish = (): void => undefined;
  follow().listen((batch) => {
    batches.push(batch);
    return new Promise((resolve) => (finish = resolve));
  });
  sources[0]?.say(1);
  await vi.advanceTimersByTimeAsync(1_000);
  sources[0]?.say(2);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(sequences()).toEqual([[1]]);
  finish();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sequences()).toEqual([[1], [2]]);
});

test('stream_openedAgain_isLiveAndAsksForAResync', async () => {
  const stream = follow();
  stream.listen((batch) => void batches.push(batch));
  sources[0]?.onopen?.();
  expect(stream.state()).toBe('live');
  sources[0]?.onerror?.();
  expect(stream.state()).toBe('reconnecting');
  await vi.advanceTimersByTimeAsync(1_000);
  sources[0]?.onopen?.();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(stream.state()).toBe('live');
  expect(batches.map((batch) => batch.resync)).toEqual([true, true]);
});

test('stream_closedForGood_connectsAnew', async () => {
  follow();
  const [first] = sources;
  if (first) first.readyState = 2;
  first?.onerror?.();
  await vi.advanceTimersByTimeAsync(3_000);
  expect(sources).toHaveLength(2);
});

test('stream_pageHiddenWithoutAPlace_isClosedUntilItIsShown', async () => {
  const stream = follow();
  stream.listen((batch) => void batches.push(batch));
  sources[0]?.onopen?.();
  await vi.advanceTimersByTimeAsync(1_000);
  stream.hide(false);
  expect(sources[0]?.readyState).toBe(2);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(sources).toHaveLength(1);
  stream.show();
  stream.show();
  expect(sources).toHaveLength(2);
  sources[1]?.onopen?.();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(stream.state()).toBe('live');
  expect(batches.map((batch) => batch.resync)).toEqual([true, true]);
});

test('stream_pageHiddenInThePlace_staysConnectedAndAsksForNothing', async () => {
  const stream = follow();
  stream.listen((batch) => void batches.push(batch));
  sources[0]?.onopen?.();
  await vi.advanceTimersByTimeAsync(1_000);
  stream.hide(true);
  sources[0]?.say(1);
  await vi.advanceTimersByTimeAsync(5_000);
  expect([sources.length, sources[0]?.readyState]).toEqual([1, 0]);
  expect(batches).toHaveLength(1);
  stream.show();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sources).toHaveLength(1);
  expect(batches.map((batch) => batch.resync)).toEqual([true, true]);
});

test('stream_watchedInAHiddenPage_waitsUntilItIsShown', () => {
  const stream = closed();
  stream.hide(false);
  stream.watch(() => undefined);
  expect(sources).toHaveLength(0);
  stream.show();
  expect(sources).toHaveLength(1);
});

test('stream_hiddenWhileItWaitsToConnectAnew_hasOneConnection', async () => {
  const stream = follow();
  sources[0]?.close();
  sources[0]?.onerror?.();
  stream.hide(false);
  stream.show();
  await vi.advanceTimersByTimeAsync(3_000);
  expect(sources).toHaveLength(2);
});

test('listener_thatFails_doesNotStopTheNextBatch', async () => {
  follow().listen((batch) => {
    batches.push(batch);
    throw new Error('no answer');
  });
  sources[0]?.say(1);
  await vi.advanceTimersByTimeAsync(1_000);
  sources[0]?.say(2);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sequences()).toEqual([[1], [2]]);
});

test('reachable_serverGone_waitsUntilItIsBack', async () => {
  const stream = follow();
  let reached = 0;
  const count = () => (reached += 1);
  await stream.reachable().then(count); // Not heard of yet is no sign that it is gone.
  sources[0]?.onerror?.();
  void stream.reachable().then(count);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(reached).toBe(1);
  sources[0]?.onopen?.();
  await vi.advanceTimersByTimeAsync(0);
  expect(reached).toBe(2);
});
