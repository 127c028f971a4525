package dev.trawl.track;

/**
 * A checkpoint's bytes are not those that were recorded, or can't be read though the store answers:
 * reading it again gives no others.
 */
public final class DamagedCheckpointException extends StoreException {
  private static final long serialVersionUID = 1L;

  public DamagedCheckpointException(String message) {
    super(message, null);
  }
}
