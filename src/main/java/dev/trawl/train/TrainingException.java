package dev.trawl.train;

import org.jspecify.annotations.Nullable;

/**
 * A run can't be trained as it was asked for; the message says what was needed and what was found.
 */
public final class TrainingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TrainingException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
