package dev.trawl.store.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import javax.sql.DataSource;
import org.h2.jdbc.JdbcConnection;
import org.jdbi.v3.core.ConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of a pool, each of which is asked for the schema when it is new: while none was
 * open, another Trawl may have migrated the file. Those that are in use can be ended, which neither
 * the pool nor H2 does. Safe for use by many threads.
 */
final class CheckedConnections implements ConnectionFactory {
  private static final Logger log = LoggerFactory.getLogger(CheckedConnections.class);

  private final DataSource pool;
  private final Connector connector;
  private final Schema schema;
  private final Set<JdbcConnection> checked = weakly();
  private final Set<Connection> given = weakly();

  CheckedConnections(DataSource pool, Connector connector, Schema schema) {
    this.pool = pool;
    this.connector = connector;
    this.schema = schema;
  }

  private static <T> Set<T> weakly() {
    return Collections.newSetFromMap(Collections.synchronizedMap(new WeakHashMap<>()));
  }

  /** The same of another pool on the database. */
  CheckedConnections of(DataSource other) {
    return new CheckedConnections(other, connector, schema);
  }

  @Override
  public Connection openConnection() throws SQLException {
    Connection connection = connection();
    try {
      JdbcConnection pooled = connection.unwrap(JdbcConnection.class);
      if (!checked.contains(pooled)) {
        schema.needCurrent(connection);
        checked.add(pooled);
      }
      given.add(connection);
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** A pool that can't connect pauses for seconds, and tells of a failure that may have passed. */
  private Connection connection() throws SQLException {
    try {
      return pool.getConnection();
    } catch (SQLTransientConnectionException e) {
      if (e.getCause() == null) {
        throw e; // all are in use
      }
      Connection connection = connector.connect();
      connection.setAutoCommit(false);
      return connection;
    }
  }

  /**
   * Closes what is in use now: its statement is stopped, and whoever uses it can begin no other.
   * Where another process has the database open, waits until the statement ends by itself.
   */
  void end() {
    for (Connection connection : List.copyOf(given)) {
      try {
        if (!connection.isClosed()) {
          connection.unwrap(JdbcConnection.class).close();
        }
      } catch (SQLException e) {
        log.debug("connection ended meanwhile reason={}", Faults.describe(e));
      }
    }
  }
}
