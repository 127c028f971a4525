package dev.trawl.track;

/** There is no such registered model, version or alias. */
public final class NoModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NoModelException(String message) {
    super(message);
  }
}
