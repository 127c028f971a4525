package dev.trawl.store;

import dev.trawl.track.StoreException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries again what failed for a reason that passes: the database's owner died, the disk is full.
 * Safe for use by many threads.
 */
final class Retry {
  private static final Logger log = LoggerFactory.getLogger(Retry.class);
  private static final long FIRST_PAUSE_MILLIS = 20;
  private static final long LONGEST_PAUSE_MILLIS = 1000;

  private final String database;
  private volatile Duration patience;
  private final CountDownLatch stopped = new CountDownLatch(1);

  Retry(String database, Duration patience) {
    this.database = database;
    this.patience = patience;
  }

  /** From now on, also for what is waiting. */
  void shorten(Duration shorter) {
    patience = shorter;
  }

  /** No further attempts, and those that wait give up. */
  void stop() {
    stopped.countDown();
  }

  /**
   * What {@code work} returns; it is given the number of the attempt, from 1.
   *
   * @param afterFailure runs before another attempt
   */
  <T> T run(IntFunction<T> work, Runnable afterFailure) {
    long started = System.nanoTime();
    for (int attempt = 1; ; attempt++) {
      try {
        T result = work.apply(attempt);
        if (attempt > 1) {
          log.info("database answers again database={} attempts={}", database, attempt);
        }
        return result;
      } catch (RuntimeException e) {
        long waited = System.nanoTime() - started;
        if (!Faults.passes(e) || waited > patience.toNanos()) {
          throw e;
        }
        if (attempt == 1) {
          log.warn("waiting database={} reason={}", database, Faults.describe(e));
        }
        afterFailure.run();
        pause(attempt, e);
      }
    }
  }

  private void pause(int attempt, RuntimeException failure) {
    long millis = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(attempt, 10));
    try {
      if (stopped.await(millis, TimeUnit.MILLISECONDS)) {
        throw failure;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("need time to try again, found an interrupt", failure);
    }
  }
}
