package dev.trawl.store.database;

import dev.trawl.store.file.LeftFiles;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections to one database, also for pools, until it is closed: a pool that closes may
 * still be about to connect, and H2 would open the database again. Safe for use by many threads.
 */
public final class Connector implements AutoCloseable, DataSource {
  /**
   * A pool that closes waits so long for a connection that is being made: one that came later would
   * keep the database open.
   */
  private static final int LONGEST_SECONDS = 10;

  private final String jdbc;
  private final Credentials credentials;
  private volatile boolean isClosed;

  public Connector(String jdbc, Credentials credentials) {
    this.jdbc = jdbc;
    this.credentials = credentials;
  }

  public Connection connect() throws SQLException {
    if (isClosed) {
      throw new SQLException("need an open store, found it closed");
    }
    return LeftFiles.watch(
        () ->
            credentials.user() == null
                ? DriverManager.getConnection(jdbc)
                : DriverManager.getConnection(jdbc, credentials.user(), credentials.password()));
  }

  /** Makes none from now on; those that it made stay. */
  @Override
  public void close() {
    isClosed = true;
  }

  @Override
  public Connection getConnection() throws SQLException {
    return connect();
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return new Connector(jdbc, new Credentials(user, password)).connect();
  }

  @Override
  public int getLoginTimeout() {
    return LONGEST_SECONDS;
  }

  @Override
  public void setLoginTimeout(int seconds) {} // H2 has none

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) {}

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("need another way to log, found java.util.logging");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (isWrapperFor(type)) {
      return type.cast(this);
    }
    throw new SQLException("need a type of %s, found %s".formatted(getClass(), type));
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }
}
