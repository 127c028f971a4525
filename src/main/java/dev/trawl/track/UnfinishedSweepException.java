package dev.trawl.track;

/** A sweep of this name is RUNNING or INTERRUPTED. */
public final class UnfinishedSweepException extends RefusedChangeException {
  private static final long serialVersionUID = 1L;

  public UnfinishedSweepException(String message) {
    super(message);
  }
}
