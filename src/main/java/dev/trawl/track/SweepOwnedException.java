package dev.trawl.track;

/** Another process that lives runs the sweep. */
public final class SweepOwnedException extends RefusedChangeException {
  private static final long serialVersionUID = 1L;

  public SweepOwnedException(String message) {
    super(message);
  }
}
