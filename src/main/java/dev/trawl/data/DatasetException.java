package dev.trawl.data;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A dataset can't be had, or is not what it should be; the message names the file, then what was
 * needed and what was found.
 */
public final class DatasetException extends IOException {
  private static final long serialVersionUID = 1L;

  public DatasetException(String message) {
    this(message, null);
  }

  public DatasetException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
