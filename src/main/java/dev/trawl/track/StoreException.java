package dev.trawl.track;

import org.jspecify.annotations.Nullable;

/**
 * The store could not do what was asked: it can't be reached, is full, or holds something damaged.
 */
public class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
