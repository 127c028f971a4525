package dev.trawl.dashboard;

import dev.trawl.http.ConnectionWatch;
import dev.trawl.track.Change;
import dev.trawl.track.RunStore;
import dev.trawl.wire.RecordJson;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the store and tells every client what changed, whichever process changed it. One thread
 * asks the store for all clients; each client has a queue and a thread of its own that writes, so
 * that a slow one delays nobody: when its queue is full it is dropped, and comes back with the last
 * id it saw. Safe for use by many threads.
 */
final class LiveEvents implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(LiveEvents.class);
  private static final int POLL_MILLISECONDS = 250;
  private static final int OWNERS_ROUNDS = 8; // Dead owners are looked for every 2 s.
  private static final int CLOSE_SECONDS = 5;
  private static final int MOST_CLIENTS = 64;

  /** How many changes are read from the store at once. */
  static final int PAGE = 500;

  private final RunStore store;
  private final RunStore requests;
  private final ConnectionWatch watch;
  private final RecordJson json;
  private final Lookup lookup;
  private final ExecutorService threads = Executors.newCachedThreadPool(LiveEvents::daemon);

  private final Object lock = new Object();
  private final Set<EventClient> clients = new HashSet<>(); // guarded by lock
  private long last; // the latest change that clients were told; guarded by lock
  private final Set<String> failing = new HashSet<>(); // which tasks; the poller's alone

  /**
   * @param store for what all clients share
   * @param requests for what one asks
   * @param watch tells of clients that left
   */
  LiveEvents(RunStore store, RunStore requests, ConnectionWatch watch, RecordJson json) {
    this.store = store;
    this.requests = requests;
    this.watch = watch;
    this.json = json;
    lookup = new Lookup(requests);
  }

  void start() {
    threads.execute(this::follow);
  }

  private void follow() {
    try {
      for (int round = 0; !threads.isShutdown(); round++) {
        attempt("changes", this::poll);
        if (round % OWNERS_ROUNDS == 0) {
          attempt("dead owners", store::markInterrupted);
        }
        Thread.sleep(POLL_MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Closed.
    }
  }

  /** Streams all changes. */
  void all(Context ctx) throws IOException {
    stream(ctx, null);
  }

  /** Streams the changes of one sweep. */
  void ofSweep(Context ctx) throws IOException {
    stream(ctx, lookup.sweep(ctx).id());
  }

  private void stream(Context ctx, @Nullable String sweepId) throws IOException {
    String after = ctx.header("Last-Event-ID");
    long seen =
        Lookup.number(
            after == null ? ctx.queryParam("after") : after, "after", 0, Long.MAX_VALUE, -1);
    ctx.contentType("text/event-stream; charset=utf-8");
    ctx.header("X-Accel-Buffering", "no");
    if (Answers.isHead(ctx)) {
      return;
    }
    long now = requests.sequence();
    long from = seen < 0 ? now : Math.min(seen, now);
    EventClient client = new EventClient(ctx.res().getOutputStream(), json, sweepId, from);
    long position = subscribe(client, now);
    CompletableFuture<Void> ended = new CompletableFuture<>();
    ctx.future(
        () -> {
          threads.execute(() -> write(ctx, client, position, ended));
          return ended;
        });
  }

  private void write(
      Context ctx, EventClient client, long position, CompletableFuture<Void> ended) {
    Runnable unwatch = watch.watch(ctx);
    try {
      client.write(requests, position);
    } finally {
      unwatch.run();
      synchronized (lock) {
        clients.remove(client);
      }
      ended.complete(null);
    }
  }

  /**
   * From now on the client is offered each change after the returned one.
   *
   * @param now the store's latest change, asked for before: not under the lock, which all wait for
   */
  private long subscribe(EventClient client, long now) {
    synchronized (lock) {
      if (clients.size() >= MOST_CLIENTS) {
        throw ApiException.of(
            503,
            "Too many clients",
            "need at most %d clients at once, found one more".formatted(MOST_CLIENTS));
      }
      if (clients.isEmpty()) {
        last = now;
      }
      clients.add(client);
      return last;
    }
  }

  /** How many there are. */
  int clients() {
    synchronized (lock) {
      return clients.size();
    }
  }

  private void poll() {
    List<Change> changes;
    do {
      long from;
      synchronized (lock) {
        if (clients.isEmpty()) {
          return;
        }
        from = last;
      }
      changes = store.changes(from, PAGE);
      tell(changes);
    } while (changes.size() == PAGE);
  }

  private void tell(List<Change> changes) {
    synchronized (lock) {
      for (Change change : changes) {
        if (change.sequence() > last) {
          last = change.sequence();
          offer(LiveEvent.of(change, json));
        }
      }
    }
  }

  /** Tells clients of an export, which no store knows of: whoever comes later asks for it. */
  void tell(ExportJob export) {
    synchronized (lock) {
      if (!clients.isEmpty()) {
        offer(LiveEvent.of(export, json));
      }
    }
  }

  private void offer(LiveEvent event) {
    clients.forEach(client -> client.offer(event));
  }

  /**
   * A failed attempt must not end the thread: the store may come back. It is said once, until the
   * same task did its work again.
   */
  private void attempt(String task, Runnable work) {
    try {
      work.run();
      failing.remove(task);
    } catch (RuntimeException e) {
      if (failing.add(task) && !threads.isShutdown()) {
        LOGGER.warn("live events wait for the store task={}", task, e);
      }
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "live-events");
    thread.setDaemon(true);
    return thread;
  }

  /** Ends every stream. */
  @Override
  public void close() {
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOGGER.warn("live events did not end within {} s", CLOSE_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
