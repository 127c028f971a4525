package dev.trawl.store.database;

import dev.trawl.track.StoreException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries again what failed for a reason that passes: the database's owner died, the disk is full.
 * Says so when that, or an answer of another process, takes longer than a moment. Safe for use by
 * many threads.
 */
public final class Retry {
  private static final Logger log = LoggerFactory.getLogger(Retry.class);
  private static final long FIRST_PAUSE_MILLIS = 20;
  private static final long LONGEST_PAUSE_MILLIS = 1000;
  private static final long SILENT_SECONDS = 4;

  private final String database;
  private final boolean isElsewhere;
  private final StoreSettings settings;
  private volatile Duration longest;
  private final CountDownLatch stopped = new CountDownLatch(1);

  /**
   * @param isElsewhere whether another process has the database open: one that doesn't answer may
   *     never do so, while this one is merely slow
   */
  public Retry(String database, boolean isElsewhere, StoreSettings settings) {
    this.database = database;
    this.isElsewhere = isElsewhere;
    this.settings = settings;
    this.longest = settings.patience();
  }

  /** From now on, also for what is waiting. */
  void shorten(Duration shorter) {
    longest = shorter;
  }

  /** No further attempts, and those that wait give up. */
  void stop() {
    stopped.countDown();
  }

  /**
   * What {@code work} returns; it is given the number of the attempt, from 1.
   *
   * @param afterFailure runs after each failure that passes, also after the last: else it would be
   *     there for the next work, too
   */
  <T> T run(IntFunction<T> work, Runnable afterFailure) {
    CompletableFuture<Boolean> answered =
        new CompletableFuture<Boolean>().completeOnTimeout(false, SILENT_SECONDS, TimeUnit.SECONDS);
    CompletableFuture<Void> unused = answered.thenAccept(this::sayWhetherSilent);
    try {
      return answer(work, afterFailure);
    } finally {
      answered.complete(true);
    }
  }

  private void sayWhetherSilent(boolean answered) {
    if (!answered && isElsewhere) {
      log.warn("no answer yet, still waiting database={}", database);
    } else if (!answered) {
      log.info("slow, still waiting database={}", database);
    }
  }

  private <T> T answer(IntFunction<T> work, Runnable afterFailure) {
    long started = System.nanoTime();
    RuntimeException ofDisk = null;
    for (int attempt = 1; ; attempt++) {
      try {
        T result = work.apply(attempt);
        if (attempt > 1) {
          log.info("database answers again database={} attempts={}", database, attempt);
        }
        return result;
      } catch (RuntimeException e) {
        if (!Faults.passes(e)) {
          throw e;
        }
        afterFailure.run();
        ofDisk = Faults.isOfDisk(e) ? e : ofDisk;
        RuntimeException cause = ofDisk == null ? e : ofDisk; // after which H2 finds itself closed
        if (System.nanoTime() - started > patience(cause).toNanos()) {
          throw cause;
        }
        if (attempt == 1) {
          log.warn("waiting database={} reason={}", database, Faults.describe(e));
        }
        pause(attempt, cause);
      }
    }
  }

  private Duration patience(RuntimeException failure) {
    Duration patience = settings.patience(failure);
    return patience.compareTo(longest) < 0 ? patience : longest;
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
