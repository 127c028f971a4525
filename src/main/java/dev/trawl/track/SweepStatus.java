package dev.trawl.track;

/** Where a sweep stands. */
public enum SweepStatus {
  /** Its owner is alive and trains. */
  RUNNING,
  /** It ran to its end, or to that of its budget. */
  FINISHED,
  /** A person stopped it. */
  STOPPED,
  /** Ctrl-C, or its owner died; {@code trawl resume} goes on with it. */
  INTERRUPTED,
  /** It could not go on: too many failed runs in a row, or an error outside the runs. */
  FAILED
}
