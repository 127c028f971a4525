package dev.trawl.dashboard;

/** What was asked for can't be done as things stand; the message, which is shown, says why. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  public RefusedException(String message) {
    super(message);
  }
}
