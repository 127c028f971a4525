package dev.trawl.track;

/** There is no database where one was to be read. */
public final class NoDatabaseException extends StoreException {
  private static final long serialVersionUID = 1L;

  public NoDatabaseException(String message) {
    super(message, null);
  }
}
