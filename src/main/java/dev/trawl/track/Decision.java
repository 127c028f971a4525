package dev.trawl.track;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about a job, a stretch of one run: START and PROMOTE begin it, PAUSE and STOP
 * end it. A job that no decision ends goes on to its run's end.
 *
 * <p>The finals' jobs follow those of the search. REPEAT begins one; KEEP and DROP, once its round
 * is over, are about the candidate that it repeats; WIN comes last, with a job's number of its own.
 *
 * @param job its number, from 1, in the order in which jobs are begun
 * @param runId the attempt that the job begins with, or that ended; of KEEP, DROP and WIN the
 *     candidate's
 * @param epoch after which: 0 for START, and in the finals
 * @param known the last job whose results, with those of all before it, it was decided on; 0 for
 *     none
 * @param rank why a run goes on, waits or ends; null for START, and in the finals
 * @param standing why a candidate stays, leaves or wins; null for all but KEEP, DROP and WIN
 */
public record Decision(
    int job,
    Kind kind,
    String runId,
    int epoch,
    int known,
    @Nullable RungRank rank,
    @Nullable FinalStanding standing,
    Instant decidedAt) {

  public enum Kind {
    /** A new run. */
    START,
    /** A paused run goes on. */
    PROMOTE,
    /** The run waits at a rung. */
    PAUSE,
    /** The run is ended at a rung. */
    STOP,
    /** A candidate trains again with another seed. */
    REPEAT,
    /** The candidate stays in the finals. */
    KEEP,
    /** The candidate leaves the finals. */
    DROP,
    /** The candidate has won the finals: it is the sweep's best run. */
    WIN;

    /** Whether it belongs to the finals, after the search. */
    public boolean isOfFinals() {
      return this == REPEAT || judges();
    }

    /** Whether it is about a candidate's standing. */
    boolean judges() {
      return this == KEEP || this == DROP || this == WIN;
    }
  }

  public Decision {
    if (known < 0 || epoch < 0 || (known >= job && !kind.isOfFinals())) {
      throw new IllegalArgumentException(
          "need 0 <= known < job and epoch >= 0, found known=%d job=%d epoch=%d"
              .formatted(known, job, epoch));
    }
    boolean atRung = kind != Kind.START && !kind.isOfFinals();
    if (atRung != (rank != null) || atRung != (epoch > 0)) {
      throw new IllegalArgumentException(
          "need a rank and an epoch of all but START and the finals, found %s with epoch=%d rank=%s"
              .formatted(kind, epoch, rank));
    }
    if (kind.judges() != (standing != null)) {
      throw new IllegalArgumentException(
          "need a standing of KEEP, DROP and WIN alone, found %s with %s"
              .formatted(kind, standing));
    }
  }

  /** One of the search. */
  public Decision(
      int job,
      Kind kind,
      String runId,
      int epoch,
      int known,
      @Nullable RungRank rank,
      Instant decidedAt) {
    this(job, kind, runId, epoch, known, rank, null, decidedAt);
  }

  /**
   * One of the finals.
   *
   * @param standing null for REPEAT
   */
  public static Decision ofFinals(
      int job,
      Kind kind,
      String runId,
      int known,
      @Nullable FinalStanding standing,
      Instant decidedAt) {
    return new Decision(job, kind, runId, 0, known, null, standing, decidedAt);
  }

  /** Whether it begins its job; else it ends it. */
  public boolean begins() {
    return kind == Kind.START || kind == Kind.PROMOTE || kind == Kind.REPEAT;
  }
}
