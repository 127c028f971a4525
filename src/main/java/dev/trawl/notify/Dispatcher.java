package dev.trawl.notify;

import dev.trawl.track.Notification;
import dev.trawl.track.RunStore;
import dev.trawl.track.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
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

  private static final Duration LEASE = Webhooks.TIMEOUT.multipliedBy(2);
  private static final Duration POLL = Duration.ofSeconds(3);

  private final RunStore store;
  private final Announcements announcements;
  private final Webhooks webhooks;
  private final Map<String, String> environment;
  private final Clock clock;
  private final Lock sending = new ReentrantLock();
  private final Thread thread = new Thread(this::follow, "notify");
  private final Object pause = new Object();
  private long seen = -1; // the thread's alone
  private volatile boolean isClosed;

  public Dispatcher(
      RunStore store, Announcements announcements, Map<String, String> environment, Clock clock) {
    this.store = store;
    this.announcements = announcements;
    this.environment = Map.copyOf(environment);
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
          flush(POLL);
        } catch (StoreException e) {
          log.info("notifications wait for the store ({})", e.getMessage());
        } catch (RuntimeException e) {
          log.warn("notifications: tried again", e); // Whatever it is, others are to be told.
        }
        synchronized (pause) {
          if (!isClosed) {
            pause.wait(POLL.toMillis());
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Closed.
    }
  }

  /**
   * Sends what is due now; what is not sent by then stays for later, or for other processes.
   *
   * @param limit after which nothing more is begun: an answer may take {@link Webhooks#TIMEOUT}
   * @throws StoreException when the store can't be asked
   */
  public void flush(Duration limit) throws InterruptedException {
    Instant end = clock.instant().plus(limit);
    if (!sending.tryLock(limit.plus(Webhooks.TIMEOUT).toMillis(), TimeUnit.MILLISECONDS)) {
      return;
    }
    try {
      do {
        List<Notification> due = store.take(this::canSend, 1, LEASE);
        if (due.isEmpty()) {
          return;
        }
        send(due.get(0));
      } while (clock.instant().isBefore(end));
    } finally {
      sending.unlock();
    }
  }

  /** Whether this process has the variables that a channel names: another one may have them. */
  private boolean canSend(String channel) {
    try {
      return Channel.read(channel).isKnown(environment);
    } catch (UnsendableException e) {
      return false; // A later version's.
    }
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

  /** Doesn't wait for an answer that is on its way: who sent it last sends it once more. */
  @Override
  public void close() {
    synchronized (pause) {
      isClosed = true;
      pause.notifyAll(); // An interrupt would close the database's file under others.
    }
  }
}
