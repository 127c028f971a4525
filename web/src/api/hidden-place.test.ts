import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { HiddenPlace } from './hidden-place';

/** What a page's stream was told last. */
class Told {
  state = 'new';

  hide(connected: boolean): void {
    this.state = connected ? 'connected' : 'closed';
  }

  show(): void {
    this.state = 'shown';
  }
}

/** One lock after the other, as a browser grants them to its pages. */
class Locks {
  private last: Promise<unknown> = Promise.resolve();

  request(_: string, { signal }: { signal: AbortSignal }, held: () => Promise<void>): Promise<void> {
    const granted = this.last.then(() => {
      signal.throwIfAborted();
      return held();
    });
    this.last = granted.catch(() => undefined);
    return granted;
  }
}

function pages(count: number, locks: Locks | undefined): { told: Told; place: HiddenPlace }[] {
  return Array.from({ length: count }, () => {
    const told = new Told();
    return { told, place: new HiddenPlace(told, locks as unknown as LockManager) };
  });
}

const states = (of: { told: Told }[]) => of.map(({ told }) => told.state);

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test('hiddenPages_ofOneBrowser_leaveOneConnected', async () => {
  const all = pages(3, new Locks());
  for (const { place } of all) place.take(true);
  expect(states(all)).toEqual(['connected', 'connected', 'connected']);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(states(all)).toEqual(['connected', 'closed', 'closed']);
  all[0]?.place.take(false);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(states(all)).toEqual(['shown', 'connected', 'closed']);
});

test('hiddenPage_shownWhileItWaits_givesItsTurnAway', async () => {
  const all = pages(3, new Locks());
  for (const { place } of all) place.take(true);
  await vi.advanceTimersByTimeAsync(2_000);
  all[1]?.place.take(false);
  all[0]?.place.take(false);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(states(all)).toEqual(['shown', 'shown', 'connected']);
});

test('hiddenPage_withoutLocks_closesAfterAMoment', async () => {
  const [page] = pages(1, undefined);
  page?.place.take(true);
  page?.place.take(false);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(page?.told.state).toBe('shown');
  page?.place.take(true);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(page?.told.state).toBe('closed');
});
