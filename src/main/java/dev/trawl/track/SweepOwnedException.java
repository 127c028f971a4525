package dev.trawl.track;

/** A sweep can't be taken over because the process that runs it is alive. */
public final class SweepOwnedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SweepOwnedException(String message) {
    super(message);
  }
}
