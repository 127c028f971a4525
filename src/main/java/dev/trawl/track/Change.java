package dev.trawl.track;

import org.jspecify.annotations.Nullable;

/**
 * Something recorded. The sequence numbers of a database only grow.
 *
 * @param kind what changed
 * @param runId null when the sweep itself changed
 */
public record Change(long sequence, Kind kind, String sweepId, @Nullable String runId) {
  /** What a change is of. */
  public enum Kind {
    SWEEP,
    RUN,
    EPOCH,
    /** It is deleted, and so is in no list any more; undeleting is a change of the record again. */
    DELETE
  }
}
