package dev.trawl.runner;

import dev.trawl.track.DamagedCheckpointException;
import dev.trawl.track.RunStore;
import dev.trawl.track.StoreException;
import dev.trawl.track.SweepStatus;
import dev.trawl.track.SweepTakenOverException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to the store for one session of a sweep: patient with a store that fails, silent once the
 * sweep is no longer ours. Safe for use by many threads.
 */
final class Recorder {
  private static final Logger log = LoggerFactory.getLogger(Recorder.class);

  private final String sweepId;
  private final RunStore store;
  private final SweepControl control;
  private final Scheduling scheduling;
  private final AtomicBoolean paused = new AtomicBoolean();
  private volatile boolean gaveUp;
  private volatile boolean closed;

  Recorder(String sweepId, RunStore store, SweepControl control, Scheduling scheduling) {
    this.sweepId = sweepId;
    this.store = store;
    this.control = control;
    this.scheduling = scheduling;
  }

  /**
   * Does {@code write}, again and again while the store fails, and halts the sweep when that takes
   * longer than the schedule's patience, or than its grace where the sweep is halted already. Once
   * it has given up, whatever fails is not tried again.
   *
   * @throws RecordingStoppedException when it is not recorded
   */
  <T> T record(Function<RunStore, T> write) {
    long start = System.nanoTime();
    while (true) {
      requireOpen();
      try {
        T recorded = write.apply(store);
        if (paused.compareAndSet(true, false)) {
          log.info("sweep={} goes on: the store records again", sweepId);
        }
        return recorded;
      } catch (SweepTakenOverException e) {
        lose(e);
        throw new RecordingStoppedException("another process took the sweep over", e);
      } catch (DamagedCheckpointException e) {
        throw e; // No patience mends it.
      } catch (StoreException e) {
        if (!paused.getAndSet(true)) {
          log.warn("sweep={} paused: the store can't record: {}", sweepId, e.getMessage());
        }
        boolean halted = pause(e);
        Duration patience = halted ? scheduling.grace() : scheduling.patience();
        if (gaveUp || System.nanoTime() - start >= patience.toNanos()) {
          throw giveUp(e);
        }
      }
    }
  }

  /** Stops at once, without another word: the sweep is another owner's. */
  void lose(SweepTakenOverException cause) {
    if (!closed) {
      closed = true;
      log.warn("sweep={} lost: {}", sweepId, cause.getMessage());
    }
    control.halt(new Ending(SweepStatus.INTERRUPTED, "another process took the sweep over"));
  }

  /** From now on nothing is written. */
  void close() {
    closed = true;
  }

  boolean isClosed() {
    return closed;
  }

  private void requireOpen() {
    if (closed) {
      throw new RecordingStoppedException(
          "need an open session of sweep %s, found a closed one".formatted(sweepId), null);
    }
  }

  /** Waits before the next try; a halt ends the first such wait early. */
  private boolean pause(StoreException cause) {
    try {
      boolean halted = control.halt() != null;
      if (halted) {
        Thread.sleep(scheduling.retryAfter().toMillis());
      }
      return halted || control.awaitHalt(scheduling.retryAfter());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RecordingStoppedException("interrupted while the store failed", cause);
    }
  }

  private RecordingStoppedException giveUp(StoreException cause) {
    String reason = "the store could not record: " + cause.getMessage();
    gaveUp = true;
    control.halt(new Ending(SweepStatus.INTERRUPTED, reason));
    return new RecordingStoppedException(reason, cause);
  }
}
