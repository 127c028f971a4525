package dev.trawl.store.database;

import dev.trawl.store.file.FileDamage;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.h2.api.ErrorCode;
import org.h2.jdbc.JdbcException;
import org.h2.mvstore.MVStoreException;

/** Which failures of H2 pass, so that trying again on a new connection makes sense. */
public final class Faults {
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

  /** That a file is no whole database, or lacks what every database of ours has. */
  private static final Set<Integer> DAMAGE =
      Set.of(
          ErrorCode.FILE_CORRUPTED_1,
          ErrorCode.SCHEMA_NOT_FOUND_1,
          ErrorCode.TABLE_OR_VIEW_NOT_FOUND_1,
          ErrorCode.TABLE_OR_VIEW_NOT_FOUND_WITH_CANDIDATES_2,
          ErrorCode.TABLE_OR_VIEW_NOT_FOUND_DATABASE_EMPTY_1,
          ErrorCode.COLUMN_NOT_FOUND_1);

  /** How operating systems and Java say it, in lower case, and in words of ours. */
  private static final Map<String, String> DISK =
      Map.of(
          "no space left", "the disk is full",
          "not enough space", "the disk is full",
          "quota exceeded", "the disk quota is used up",
          "file too large", "a limit of the size of files (ulimit -f) reached",
          "read-only file system", "a read-only file system",
          "input/output error", "a disk that fails (input/output error)",
          "permission denied", "no permission",
          "accessdeniedexception", "no permission",
          "nosuchfileexception", "no such file or folder",
          "no such file or directory", "no such file or folder");

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

  /**
   * Whether our own file ends before what it should hold, or holds something else. What ends early
   * elsewhere is a connection.
   */
  public static boolean isDamaged(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      boolean endsEarly =
          cause instanceof MVStoreException && cause.getCause() instanceof EOFException;
      if (endsEarly || cause instanceof FileDamage || isOfDamage(cause)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOfDamage(Throwable failure) {
    return failure instanceof SQLException sql && DAMAGE.contains(sql.getErrorCode());
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

  /** Whether the disk can't take or give what it should, or the folder is gone. */
  static boolean isOfDisk(Throwable failure) {
    return ofDisk(failure).isPresent();
  }

  private static Optional<String> ofDisk(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String text = text(cause).toLowerCase(Locale.ROOT);
      for (Map.Entry<String, String> words : DISK.entrySet()) {
        if (text.contains(words.getKey())) {
          return Optional.of(words.getValue());
        }
      }
    }
    return Optional.empty();
  }

  /** What another process's H2 tells of its causes is in the stack trace that it sends. */
  private static String text(Throwable failure) {
    return failure instanceof JdbcException || failure instanceof FileSystemException
        ? failure.toString()
        : String.valueOf(failure.getMessage());
  }

  /** Whether the statement was stopped, by its time limit or by us. */
  static boolean isStopped(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (hasCode(cause, ErrorCode.STATEMENT_WAS_CANCELED)) {
        return true;
      }
    }
    return false;
  }

  /** What went wrong, in a few words. */
  public static String describe(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof FileDamage) {
        return text(cause);
      }
    }
    if (isDamaged(failure)) {
      return "a damaged file; trawl restore brings a backup back, trawl repair makes a new database"
          + " of what is whole";
    }
    return ofDisk(failure).orElseGet(() -> lastOfDatabase(failure));
  }

  private static String lastOfDatabase(Throwable failure) {
    String message = words(failure);
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String text = cause.getMessage();
      if (cause instanceof SQLException && text != null) {
        message = firstLine(text);
      }
    }
    return message;
  }

  /** Without the name of the class where there are others. */
  private static String words(Throwable failure) {
    boolean says = failure instanceof IOException && !(failure instanceof FileSystemException);
    return says && failure.getMessage() != null ? failure.getMessage() : failure.toString();
  }

  /** H2 appends the statement and its version. */
  private static String firstLine(String message) {
    return message.lines().findFirst().orElse(message).replaceFirst("; SQL statement:$", "");
  }
}
