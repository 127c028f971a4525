package dev.trawl.store.backup;

import dev.trawl.store.database.Connector;
import dev.trawl.store.database.Credentials;
import dev.trawl.store.database.DatabaseUrl;
import dev.trawl.store.database.Faults;
import dev.trawl.track.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * A copy of a database's file while others write to it, made by H2 in the process that has the file
 * open. H2 copies from the front while everything new is appended, so what was committed before is
 * in the copy whole, and maybe some of what came after.
 */
final class LiveCopy {
  private static final int POLL_MILLIS = 2;

  private final DatabaseUrl url;
  private final ExecutorService executor;

  LiveCopy(DatabaseUrl url, ExecutorService executor) {
    this.url = url;
    this.executor = executor;
  }

  /**
   * Writes the copy, zipped.
   *
   * @param connection to the database
   * @return the number of the latest change when the copy began
   */
  long write(Connection connection, Credentials credentials, Path zip)
      throws SQLException, InterruptedException {
    String copy = "BACKUP TO '%s'".formatted(zip.toAbsolutePath().toString().replace("'", "''"));
    try (Connection copying = connect(credentials)) {
      connection.setAutoCommit(false);
      long before = lock(connection);
      if (isRunning(connection)) {
        throw new StoreException("need one copy of the database at a time, found another", null);
      }
      Future<Boolean> copied = executor.submit(() -> execute(copying, copy));
      // From now on H2 writes to the file's end only, and nobody lets it use free space.
      while (!copied.isDone() && !isRunning(connection)) {
        Thread.sleep(POLL_MILLIS);
      }
      connection.rollback();
      await(copied);
      return before;
    }
  }

  private Connection connect(Credentials credentials) throws SQLException {
    return new Connector(url.patient(), credentials).connect();
  }

  /** Waits until nobody writes: the number of the latest change. */
  private static long lock(Connection connection) throws SQLException {
    String latest = "SELECT sequence FROM change_counter WHERE id = 1 FOR UPDATE";
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(latest)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static boolean execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.execute(sql);
    }
  }

  private static boolean isRunning(Connection connection) throws SQLException {
    String running =
        """
        SELECT EXISTS (
          SELECT 1 FROM INFORMATION_SCHEMA.SESSIONS WHERE EXECUTING_STATEMENT LIKE 'BACKUP TO%')
        """;
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(running)) {
      rows.next();
      return rows.getBoolean(1);
    }
  }

  private static void await(Future<Boolean> copied) throws InterruptedException {
    try {
      copied.get();
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      throw new StoreException(
          "need a copy of the database, found " + Faults.describe(cause), cause);
    }
  }
}
