import { useEffect, useRef, useSyncExternalStore } from 'react';
import { url } from './client';
import { HiddenPlace } from './hidden-place';
import { exportJobSchema, type ExportJob } from './export-schemas';
import { changeSchema, type Change } from './schemas';

/** How the page hears of changes: not yet, now, or trying again. */
export type Connection = 'connecting' | 'live' | 'reconnecting';

/**
 * What happened since the last batch.
 *
 * @property resync the stream was (re)opened, so changes may have been missed: ask again for all since the last known
 *   sequence
 * @property exports what became of exports, the latest last
 */
export type Batch = { resync: boolean; changes: readonly Change[]; exports: readonly ExportJob[] };

type Listener = (batch: Batch) => Promise<void> | void;

/** At most about three batches a second, and never one before the last was dealt with. */
const BATCH_MILLISECONDS = 350;
const RETRY_MILLISECONDS = 2_000;

/**
 * One EventSource for the whole app, batched. It opens when its state is first shown and stays open from page to page:
 * closing it there would only miss changes. While nobody sees the page it asks for nothing, and asks for all that it missed
 * when it is shown again.
 */
export class ChangeStream {
  private source: EventSource | null = null;
  private connection: Connection = 'connecting';
  private pending: Change[] = [];
  private exports: ExportJob[] = [];
  private resync = false;
  private draining = false;
  private hidden = false;
  private connects = true;
  private readonly listeners = new Set<Listener>();
  private readonly watchers = new Set<() => void>();

  /** @param connect opens a connection; called again when one is closed for good */
  constructor(private readonly connect: () => EventSource) {}

  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    this.openWanted();
    return () => this.watchers.delete(watcher);
  };

  readonly state = (): Connection => this.connection;

  /** Waits while the server can't be reached. */
  reachable(): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (this.connection === 'reconnecting') return;
        this.watchers.delete(look);
        resolve();
      };
      this.watchers.add(look);
      look();
    });
  }

  /** @param connected whether the hidden page keeps its connection */
  hide(connected: boolean): void {
    this.hidden = true;
    this.connects = connected;
    if (connected) {
      this.openWanted();
    } else {
      this.source?.close();
      this.source = null;
      this.become('connecting');
    }
  }

  show(): void {
    if (!this.hidden) return;
    this.hidden = false;
    this.connects = true;
    this.openWanted();
    this.resync ||= this.connection === 'live';
    void this.drain();
  }

  private openWanted(): void {
    if (!this.source && this.connects && this.watchers.size > 0) this.open();
  }

  private open(): void {
    const source = this.connect();
    this.source = source;
    source.onopen = () => {
      this.become('live');
      this.resync = true;
      void this.drain();
    };
    source.onerror = () => {
      this.become('reconnecting');
      // The browser tries again by itself unless the server answered something that isn't a stream.
      if (source.readyState === EventSource.CLOSED) setTimeout(() => this.reopen(source), RETRY_MILLISECONDS);
    };
    for (const kind of ['sweep', 'run', 'epoch', 'delete']) {
      source.addEventListener(kind, (event) => this.receive(event.data));
    }
    source.addEventListener('export', (event) => this.receiveExport(event.data));
  }

  private reopen(closed: EventSource): void {
    if (this.source === closed) this.open();
  }

  private receive(data: unknown): void {
    if (this.hidden) return;
    const change = changeSchema.safeParse(JSON.parse(String(data)));
    if (!change.success) return;
    this.pending.push(change.data);
    void this.drain();
  }

  private receiveExport(data: unknown): void {
    if (this.hidden) return;
    const job = exportJobSchema.safeParse(JSON.parse(String(data)));
    if (!job.success) return;
    this.exports.push(job.data);
    void this.drain();
  }

  private async drain(): Promise<void> {
    if (this.draining) return;
    this.draining = true;
    try {
      while (!this.hidden && (this.resync || this.pending.length + this.exports.length > 0)) {
        await pause(BATCH_MILLISECONDS);
        const batch = { resync: this.resync, changes: this.pending, exports: this.exports };
        this.resync = false;
        this.pending = [];
        this.exports = [];
        await Promise.allSettled([...this.listeners].map(async (listener) => listener(batch)));
      }
    } finally {
      this.draining = false;
    }
  }

  private become(connection: Connection): void {
    if (this.connection === connection) return;
    this.connection = connection;
    for (const watcher of this.watchers) watcher();
  }
}

const stream = new ChangeStream(() => new EventSource(url('/events')));

if (typeof document !== 'undefined') {
  const place = new HiddenPlace(stream, navigator.locks); // absent outside secure contexts
  const follow = () => place.take(document.hidden);
  follow();
  document.addEventListener('visibilitychange', follow);
}

export function whenReachable(): Promise<void> {
  return stream.reachable();
}

export function useConnection(): Connection {
  return useSyncExternalStore(stream.watch, stream.state);
}

/** Calls the latest {@code listener} with every batch while the component is shown. */
export function useChanges(listener: Listener): void {
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => stream.listen((batch) => latest.current(batch)), []);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
