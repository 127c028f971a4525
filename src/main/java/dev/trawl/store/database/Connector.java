package dev.trawl.store.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Makes connections to one database. Safe for use by many threads. */
public record Connector(String jdbc, Credentials credentials) {
  public Connection connect() throws SQLException {
    return credentials.user() == null
        ? DriverManager.getConnection(jdbc)
        : DriverManager.getConnection(jdbc, credentials.user(), credentials.password());
  }
}
