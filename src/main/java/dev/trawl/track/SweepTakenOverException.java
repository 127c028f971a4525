package dev.trawl.track;

/**
 * The sweep was this owner's and is no longer: another one took it over, or it was ended by
 * another. Whatever this owner still has of it is not recorded.
 */
public final class SweepTakenOverException extends RefusedChangeException {
  private static final long serialVersionUID = 1L;

  public SweepTakenOverException(String message) {
    super(message);
  }
}
