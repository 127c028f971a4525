package dev.trawl.store.database;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the process that has the file open does for it ten times a second, whoever writes to it:
 * flushes what is not on the disk yet, and keeps the file from growing far beyond what it holds.
 * The other processes have nothing to do.
 */
final class Upkeep {
  private static final Logger log = LoggerFactory.getLogger(Upkeep.class);

  private static final long PERIOD_MILLIS = 100;

  /** Of some megabytes each; between them others write. */
  private static final int CONDENSING_STEPS = 8;

  /** At most two seconds of them. */
  private static final int LAST_CONDENSING_STEPS = 64;

  /** What was dropped last goes, so that H2 has nothing to write while it closes the file. */
  private static final int LAST_ROUNDS = 4;

  /** What was written anew frees space a few versions later; after that there is nothing to do. */
  private static final int FRUITLESS_TRIES = 5;

  private static final long CLOSING_SECONDS = 10;

  private final Jdbi jdbi;
  private final Flushing flushing;
  private final SentModels sent = new SentModels();
  private final ScheduledExecutorService executor;

  /** Of the file, when it was last tried to condense it. */
  private long triedVersion;

  private int fruitlessTries;

  Upkeep(Jdbi jdbi, Flushing flushing) {
    this.jdbi = jdbi;
    this.flushing = flushing;
    this.executor = Executors.newSingleThreadScheduledExecutor(Upkeep::thread);
    ScheduledFuture<?> unused =
        executor.scheduleWithFixedDelay(
            () -> run(CONDENSING_STEPS), PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "trawl-upkeep");
    thread.setDaemon(true);
    return thread;
  }

  /** Whether there was something to flush. */
  private boolean run(int condensingSteps) {
    try {
      return jdbi.withHandle(
          handle -> {
            boolean isNeeded = flushing.isNeeded(handle);
            if (isNeeded) {
              WriteTransaction.lock(handle, flushing);
              DataFile.useFreeSpace(handle);
              sent.drop(handle);
              flushing.settle();
              handle.commit();
              flushing.flush(handle);
            }
            condense(handle, condensingSteps);
            handle.commit();
            return isNeeded;
          });
    } catch (RuntimeException e) { // else it would never run again
      log.debug("left to the next time reason={}", Faults.describe(e));
      return false;
    }
  }

  private void condense(Handle handle, int steps) {
    if (flushing.heldVersion() != triedVersion) {
      fruitlessTries = 0;
    }
    boolean more = fruitlessTries < FRUITLESS_TRIES;
    for (int step = 0; more && step < steps && DataFile.isSparse(handle); step++) {
      WriteTransaction.lock(handle, flushing);
      more = DataFile.condense(handle);
      handle.commit();
      flushing.flush(handle);
      triedVersion = flushing.heldVersion();
      fruitlessTries = more ? 0 : fruitlessTries + 1;
    }
  }

  /** Does it a last time. To be called by a thread that nobody interrupts. */
  void end() throws InterruptedException {
    executor.shutdown();
    if (executor.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
      for (int round = 0; round < LAST_ROUNDS && run(LAST_CONDENSING_STEPS); round++) {}
    }
    flushing.close();
  }
}
