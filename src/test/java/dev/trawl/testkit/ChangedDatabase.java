package dev.trawl.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** A database whose values change behind the store's back, as a failing disk changes them. */
public final class ChangedDatabase {
  private ChangedDatabase() {}

  /**
   * Changes rows of a database that may be open; their checksums stay.
   *
   * @param base the database's path, without {@code .mv.db}
   */
  public static void change(Path base, String sql) {
    try {
      String password = Files.readString(Path.of(base + ".password")).strip();
      change(
          "jdbc:h2:file:%s;AUTO_SERVER=TRUE;USER=trawl;PASSWORD=%s".formatted(base, password), sql);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The same of one whose URL says all. */
  public static void change(String url, String sql) {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("SET REFERENTIAL_INTEGRITY FALSE");
      if (statement.executeUpdate(sql) == 0) {
        throw new AssertionError("need rows that change, found none: " + sql);
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
