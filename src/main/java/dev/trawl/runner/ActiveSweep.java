package dev.trawl.runner;

import dev.trawl.track.StoreException;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import dev.trawl.track.Sweeps;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** A sweep that this process runs. Safe for use by many threads. */
public final class ActiveSweep {
  private final Sweep started;
  private final Sweeps store;
  private final SweepControl control;
  private final CompletableFuture<Sweep> end;
  private final Supplier<Duration> waited;
  private final Duration patience;

  /**
   * @param end completes with the sweep as it ended
   * @param waited how long workers waited
   * @param patience how long the end may take after a halt
   */
  ActiveSweep(
      Sweep started,
      Sweeps store,
      SweepControl control,
      CompletableFuture<Sweep> end,
      Supplier<Duration> waited,
      Duration patience) {
    this.started = started;
    this.store = store;
    this.control = control;
    this.end = end;
    this.waited = waited;
    this.patience = patience;
  }

  /** The sweep as it stands; as it started while the store can't be read. */
  public Sweep sweep() {
    Sweep ended = end.isCompletedExceptionally() ? null : end.getNow(null);
    if (ended != null) {
      return ended;
    }
    try {
      return store.sweep(started.id()).orElse(started);
    } catch (StoreException e) {
      return started;
    }
  }

  /**
   * How long workers had nothing to train because a job that is {@code lag} behind still trained,
   * all of them together, since the sweep was started or resumed here.
   */
  public Duration waited() {
    return waited.get();
  }

  /** Waits for the sweep's end, and returns it as it ended. */
  public Sweep await() throws InterruptedException {
    try {
      return end.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("sweep %s ended in an error".formatted(started.id()), e);
    }
  }

  /** Runs {@code action} once the sweep has ended, at once if it has; on any thread. */
  public void whenEnded(Runnable action) {
    CompletableFuture<Sweep> unused = end.whenComplete((ended, error) -> action.run());
  }

  /** Ends the sweep as STOPPED; its running runs are INTERRUPTED. Returns at once. */
  public void stop(String reason) {
    control.halt(new Ending(SweepStatus.STOPPED, reason));
  }

  /**
   * Ends the sweep as INTERRUPTED, to be resumed, and returns once that is recorded: within
   * seconds, or when the runs took longer than their grace to end.
   */
  public void interrupt() {
    control.halt(new Ending(SweepStatus.INTERRUPTED, Sweep.ASKED));
    try {
      end.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // Nothing more can be done; await() has the error.
    }
  }
}
