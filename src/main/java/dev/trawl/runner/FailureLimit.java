package dev.trawl.runner;

import dev.trawl.track.RunStatus;
import org.jspecify.annotations.Nullable;

/**
 * Starts nothing new once so many runs in a row have failed, in the order in which they ended; runs
 * that train meanwhile finish. A run that a person stopped counts neither way.
 */
final class FailureLimit {
  private final int limit;
  private int inARow;
  private boolean reached;
  private @Nullable String lastReason;

  FailureLimit(int limit) {
    this.limit = limit;
  }

  /** For good: a later success doesn't take it back. */
  synchronized boolean reached() {
    return reached;
  }

  /** Why the latest failed run failed; null before there is one. */
  synchronized @Nullable String lastReason() {
    return lastReason;
  }

  /** Takes a run's end in. */
  synchronized void consider(RunStatus status, @Nullable String reason) {
    switch (status) {
      case FINISHED, PAUSED, PRUNED -> inARow = 0;
      case FAILED -> {
        inARow++;
        lastReason = reason;
        reached |= inARow >= limit;
      }
      case SCHEDULED, RUNNING, KILLED, INTERRUPTED -> {}
    }
  }
}
