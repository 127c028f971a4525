package dev.trawl.notify;

import dev.trawl.track.Notification;
import dev.trawl.track.RunStore;
import dev.trawl.track.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what the outbox has, on a thread of its own. What is not taken is tried again, later each
 * time, for two days; by any process on the database. Several share the work.
 */
public final class Dispatcher implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

  /** How long after each try the next one follows; after the last it is given up. */
  static final List<Duration> DELAYS =
      List.of(
          Duration.ofSeconds(10),
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          Duration.ofHours(2),
          Duration.ofHours(6),
          Duration.ofHours(12),
          Duration.ofHours(24));

  private static final int AT_ONCE = 5;
  private static final Duration LEASE = Webhooks.TIMEOUT.multipliedBy(2L * AT_ONCE);
  private static final long POLL_MILLISECONDS = 3_000;

  private final RunStore store;
  private final Announcements announcements;
  private final Webhooks webhooks;
  private final Clock clock;
  private final Thread thread = new Thread(this::follow, "notify");
  private final Object pause = new Object();
  private long seen = -1; // the thread's alone
  private volatile boolean isClosed;

  public Dispatcher(
      RunStore store, Announcements announcements, Map<String, String> environment, Clock clock) {
    this.store = store;
    this.announcements = announcements;
    this.webhooks = new Webhooks(environment, clock);
    this.clock = clock;
    thread.setDaemon(true);
  }

  /** Sends from now on. */
  public void start() {
    thread.start();
  }

  private void follow() {
    try {
      while (!isClosed) {
        try {
          long sequence = store.sequence();
          if (sequence != seen) {
            announcements.catchUp();
            seen = sequence;
          }
          sendDue();
        } catch (StoreException | IllegalStateException e) {
          log.info("notifications wait for the store ({})", e.getMessage());
        }
        synchronized (pause) {
          if (!isClosed) {
            pause.wait(POLL_MILLISECONDS);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Closed.
    }
  }

  /** Sends what is due; false when there was nothing. */
  private synchronized boolean sendDue() throws InterruptedException {
    List<Notification> due = store.take(AT_ONCE, LEASE);
    for (Notification notification : due) {
      send(notification);
    }
    return !due.isEmpty();
  }

  private void send(Notification notification) throws InterruptedException {
    try {
      webhooks.send(notification);
      store.sent(notification.key());
    } catch (UnsendableException e) {
      @Nullable Duration delay =
          notification.attempts() <= DELAYS.size() ? DELAYS.get(notification.attempts() - 1) : null;
      store.failed(notification.key(), String.valueOf(e.getMessage()), delay);
      log.warn(
          "notification {} not sent: {}; {}",
          notification.key(),
          e.getMessage(),
          delay == null ? "given up" : "tried again later");
    }
  }

  /** Sends what is due now, before a process ends; what is not taken by then stays for others. */
  public void flush(Duration limit) throws InterruptedException {
    Instant end = clock.instant().plus(limit);
    while (sendDue() && clock.instant().isBefore(end)) {
      // The next ones.
    }
  }

  /** Doesn't wait for an answer that is on its way: who sent it last sends it once more. */
  @Override
  public void close() {
    synchronized (pause) {
      isClosed = true;
      pause.notifyAll(); // An interrupt would close the database's file under others.
    }
  }
}
