package dev.trawl.data;

import java.io.IOException;
import java.nio.file.Path;

/** Failures of files and connections, in words. */
final class FailureText {
  private FailureText() {}

  /** What went wrong; many of the JDK's exceptions have no message or only a path. */
  static String describe(Throwable failure) {
    String kind = failure.getClass().getSimpleName();
    String message = failure.getMessage();
    if (message == null) {
      return kind;
    }
    return failure.getClass() == IOException.class || failure instanceof DatasetException
        ? message
        : kind + ": " + message;
  }

  static DatasetException unreadable(Path path, IOException failure) {
    return new DatasetException(
        "need %s to be readable, found: %s".formatted(path, describe(failure)), failure);
  }
}
