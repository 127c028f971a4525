package dev.trawl.track;

/**
 * Hears what happens in a sweep, from the threads that train; so a listener is quick and safe for
 * use by many threads. What it hears is recorded already.
 */
public interface RunListener {
  default void sweepStarted(Sweep sweep) {}

  /** Training goes on after the recorded epoch {@code after}; 0 when it starts anew. */
  default void runStarted(Run run, int after) {}

  /** Within an epoch, a few times a second: {@code images} of {@code total} are trained. */
  default void runProgressed(Run run, int epoch, int images, int total) {}

  /** An epoch is recorded; the run stands as after it. */
  default void epochEnded(Run run, Epoch epoch) {}

  default void runEnded(Run run) {}

  default void sweepEnded(Sweep sweep) {}
}
