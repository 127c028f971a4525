package dev.trawl.train;

import org.jspecify.annotations.Nullable;

/**
 * There is no machine left to train on, and none will come: the whole sweep is interrupted, to be
 * resumed where there are some.
 */
public final class NoMachineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NoMachineException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
