package dev.trawl.track;

/**
 * A sweep, or a run of it, can't be changed as it stands: it has ended, has not ended yet, is
 * deleted, or another process has it.
 */
public class RefusedChangeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RefusedChangeException(String message) {
    super(message);
  }
}
