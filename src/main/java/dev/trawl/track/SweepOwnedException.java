package dev.trawl.track;

/**
 * A sweep, or a run of it, can't be changed as it stands: another process runs it, it has ended,
 * has not ended yet, or is deleted.
 */
public final class SweepOwnedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SweepOwnedException(String message) {
    super(message);
  }
}
