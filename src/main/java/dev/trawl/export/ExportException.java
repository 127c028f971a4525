package dev.trawl.export;

import org.jspecify.annotations.Nullable;

/** A run can't be exported, or its export doesn't predict what the run did. */
public final class ExportException extends Exception {
  private static final long serialVersionUID = 1L;

  public ExportException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  public ExportException(String message) {
    this(message, null);
  }
}
