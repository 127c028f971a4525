package dev.trawl.store;

import java.io.EOFException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Locale;
import java.util.Set;
import org.h2.api.ErrorCode;

/** Which failures of H2 pass, so that trying again on a new connection makes sense. */
final class Faults {
  private static final Set<Integer> PASSING =
      Set.of(
          8000, // error opening database: two processes at the lock file at once
          40001, // deadlock
          50000, // general error: how a full disk shows first
          50200, // lock timeout
          90007, // the object is closed: the connection went away under a statement
          90020, // the database is open elsewhere: its owner is starting or has just died
          90028, // input or output failed
          90031, // input or output failed
          90067, // connection broken: the owner died
          90098, // the database has been closed: after an error while writing
          90121, // the database was closed by the JVM's exit
          90131); // concurrent update

  private Faults() {}

  static boolean passes(Throwable failure) {
    if (isDamaged(failure)) {
      return false;
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLTransientConnectionException && cause.getCause() == null) {
        return true;
      }
      if (cause instanceof SQLException sql && PASSING.contains(sql.getErrorCode())) {
        return true;
      }
    }
    return false;
  }

  /** Whether the file ends before what it should hold, or holds something else. */
  private static boolean isDamaged(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof EOFException || hasCode(cause, ErrorCode.FILE_CORRUPTED_1)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasCode(Throwable failure, int code) {
    return failure instanceof SQLException sql && sql.getErrorCode() == code;
  }

  static boolean isWrongPassword(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (hasCode(cause, ErrorCode.WRONG_USER_OR_PASSWORD)) {
        return true;
      }
    }
    return false;
  }

  /** What went wrong, in a few words. */
  static String describe(Throwable failure) {
    String message = failure.toString();
    if (isDamaged(failure)) {
      return "a damaged file; trawl restore brings a backup back";
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String text = cause.getMessage();
      if (text != null && text.toLowerCase(Locale.ROOT).contains("no space left")) {
        return "the disk is full";
      }
      if (cause instanceof SQLException && text != null) {
        message = firstLine(text);
      }
    }
    return message;
  }

  /** H2 appends the statement and its version. */
  private static String firstLine(String message) {
    return message.lines().findFirst().orElse(message);
  }
}
