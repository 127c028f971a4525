package dev.trawl.track;

/** Where a run stands. */
public enum RunStatus {
  SCHEDULED,
  RUNNING,
  /** It waits at a rung and may be promoted; when the sweep finishes first, it is PRUNED. */
  PAUSED,
  FINISHED,
  /**
   * Early termination stopped it for being worse than its peers, or the budget before it had a
   * result.
   */
  PRUNED,
  /** It diverged or an error ended it; the reason says which. */
  FAILED,
  /** A person stopped this run; final. */
  KILLED,
  /** Its process was interrupted or died; resuming the sweep continues it. */
  INTERRUPTED;

  /** Whether nothing more will be trained or recorded, even when the sweep is resumed. */
  public boolean isFinal() {
    return this == FINISHED || this == PRUNED || this == FAILED || this == KILLED;
  }
}
