package dev.trawl.train;

import org.jspecify.annotations.Nullable;

/**
 * The machine that trained a run is gone, or can't be reached any more. The run did not fail: the
 * same attempt goes on elsewhere, from its last checkpoint.
 */
public final class MachineLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MachineLostException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
