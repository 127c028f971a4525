package dev.trawl.store.database;

import dev.trawl.track.StoreException;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that the operations on a database run on, for two reasons: an interrupt of a thread
 * that is writing would close H2's file, and a caller can stop waiting for a process that never
 * answers. Safe for use by many threads.
 */
final class StoreThreads {
  private static final Logger log = LoggerFactory.getLogger(StoreThreads.class);

  /** Beyond every other time-out: only a defect gets here. */
  private static final long LONGEST_CALL_SECONDS = 180;

  private static final long CLOSING_SECONDS = 10;
  private static final long STOPPING_SECONDS = 5;

  private final String database;
  private final ExecutorService executor = Executors.newCachedThreadPool(StoreThreads::thread);

  /**
   * @param database its name, for messages
   */
  StoreThreads(String database) {
    this.database = database;
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "trawl-store");
    thread.setDaemon(true);
    return thread;
  }

  ExecutorService executor() {
    return executor;
  }

  /** What the work returns, however often the caller is interrupted meanwhile. */
  <T> T call(Callable<T> work) {
    return await(submit(work));
  }

  /** Begins it: its result, waited for. */
  <T> Supplier<T> start(Callable<T> work) {
    Future<T> result = submit(work);
    return () -> await(result);
  }

  private <T> T await(Future<T> result) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return result.get(LONGEST_CALL_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
          interrupted = true; // the work is not undone by it
        } catch (TimeoutException e) {
          throw new StoreException(
              "need an answer of %s within %d s, found none"
                  .formatted(database, LONGEST_CALL_SECONDS),
              e);
        } catch (ExecutionException e) {
          throw failure(e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  void submit(Runnable work) {
    Future<?> unused = submit(Executors.callable(work));
  }

  <T> Future<T> submit(Callable<T> work) {
    try {
      return executor.submit(work);
    } catch (RejectedExecutionException e) {
      throw new StoreException("need an open store, found %s closed".formatted(database), e);
    }
  }

  /** What to throw for work that failed. */
  RuntimeException failure(ExecutionException e) {
    Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
    if (cause instanceof Error error) {
      throw error;
    }
    boolean ours = !(cause instanceof JdbiException) && cause instanceof RuntimeException;
    if (ours && !Faults.passes(cause)) {
      return (RuntimeException) cause;
    }
    return new StoreException(
        "need database %s to answer, found: %s".formatted(database, Faults.describe(cause)), cause);
  }

  /** What is done when nothing else runs. */
  interface Last {
    void run() throws InterruptedException;
  }

  /**
   * Takes no more work, lets what runs end, and then does what is last.
   *
   * @param stop ends what runs on; may take its time
   */
  void close(Runnable stop, Last last) {
    executor.shutdown();
    FutureTask<Boolean> end = new FutureTask<>(() -> end(stop, last));
    thread(end).start();
    await(end);
  }

  private boolean end(Runnable stop, Last last) throws InterruptedException {
    boolean ended = executor.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      log.warn(
          "stopping an operation that runs on after {} s database={}", CLOSING_SECONDS, database);
      thread(stop).start();
      ended = executor.awaitTermination(STOPPING_SECONDS, TimeUnit.SECONDS);
    }
    last.run();
    return ended;
  }
}
