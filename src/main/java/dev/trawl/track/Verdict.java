package dev.trawl.track;

import org.jspecify.annotations.Nullable;

/** What becomes of a run that trains: it goes on, waits, or ends. */
public sealed interface Verdict {
  /** The run goes on. */
  Verdict CONTINUE = new Continue();

  /** The run goes on. */
  record Continue() implements Verdict {}

  /**
   * The run ends for now, {@link RunStatus#PAUSED} at its last epoch: another one may be better,
   * but it may still be promoted, and then goes on from there.
   *
   * @param rank what it was compared with
   */
  record Pause(RungRank rank) implements Verdict {
    /** The same for people. */
    public String reason() {
      return rank.toString();
    }
  }

  /**
   * The run ends before its time, without a look at the test images.
   *
   * @param status how it is recorded: PRUNED, KILLED, INTERRUPTED or FAILED
   * @param reason why, for people
   * @param rank what it was compared with; null where it was not
   */
  record Stop(RunStatus status, String reason, @Nullable RungRank rank) implements Verdict {
    public Stop(RunStatus status, String reason) {
      this(status, reason, null);
    }

    /** Ends a run that does worse than others. */
    public static Stop pruned(RungRank rank) {
      return new Stop(RunStatus.PRUNED, rank.toString(), rank);
    }

    public Stop {
      switch (status) {
        case PRUNED, KILLED, INTERRUPTED, FAILED -> {}
        case SCHEDULED, RUNNING, PAUSED, FINISHED ->
            throw new IllegalArgumentException(
                "need an end before its time, PRUNED, KILLED, INTERRUPTED or FAILED, found "
                    + status);
      }
    }
  }
}
