package dev.trawl.track;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about a job, a stretch of one run: START and PROMOTE begin it, PAUSE and STOP
 * end it. A job that no decision ends goes on to its run's end.
 *
 * @param job its number, from 1, in the order in which jobs are begun
 * @param runId the attempt that the job begins with, or that ended
 * @param epoch after which: 0 for START
 * @param known the last job whose results, with those of all before it, it was decided on; 0 for
 *     none
 * @param rank why; null for START
 */
public record Decision(
    int job,
    Kind kind,
    String runId,
    int epoch,
    int known,
    @Nullable RungRank rank,
    Instant decidedAt) {

  public enum Kind {
    /** A new run. */
    START,
    /** A paused run goes on. */
    PROMOTE,
    /** The run waits at a rung. */
    PAUSE,
    /** The run is ended at a rung. */
    STOP
  }

  public Decision {
    if (known < 0 || known >= job || epoch < 0) {
      throw new IllegalArgumentException(
          "need 0 <= known < job and epoch >= 0, found known=%d job=%d epoch=%d"
              .formatted(known, job, epoch));
    }
    if ((kind == Kind.START) != (rank == null) || (kind == Kind.START) != (epoch == 0)) {
      throw new IllegalArgumentException(
          "need a rank and an epoch of all but START, found %s with epoch=%d rank=%s"
              .formatted(kind, epoch, rank));
    }
  }

  /** Whether it begins its job; else it ends it. */
  public boolean begins() {
    return kind == Kind.START || kind == Kind.PROMOTE;
  }
}
