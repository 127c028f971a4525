package dev.trawl.runner;

import org.jspecify.annotations.Nullable;

/** Nothing more may be recorded by this session of the sweep; its runs end without a word. */
final class RecordingStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RecordingStoppedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
