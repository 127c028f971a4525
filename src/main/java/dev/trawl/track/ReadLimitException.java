package dev.trawl.track;

import org.jspecify.annotations.Nullable;

/** What was asked for took longer than a request may, or whoever asked left meanwhile. */
public final class ReadLimitException extends StoreException {
  private static final long serialVersionUID = 1L;

  public ReadLimitException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
