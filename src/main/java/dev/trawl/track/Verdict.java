package dev.trawl.track;

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
   * @param reason what it was compared with, for people
   */
  record Pause(String reason) implements Verdict {}

  /**
   * The run ends before its time, without a look at the test images.
   *
   * @param status how it is recorded: PRUNED, KILLED, INTERRUPTED or FAILED
   * @param reason why, for people
   */
  record Stop(RunStatus status, String reason) implements Verdict {
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
