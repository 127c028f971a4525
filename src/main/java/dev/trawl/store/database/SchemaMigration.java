package dev.trawl.store.database;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;

/**
 * A step to another schema that takes more than SQL. Once released it never changes, and uses
 * nothing of the store that does; neither does this.
 */
abstract class SchemaMigration implements JavaMigration {
  private static final int ROWS_AT_A_TIME = 1000;

  private final int version;
  private final String description;

  SchemaMigration(int version, String description) {
    this.version = version;
    this.description = description;
  }

  @Override
  public final MigrationVersion getVersion() {
    return MigrationVersion.fromVersion(String.valueOf(version));
  }

  @Override
  public final String getDescription() {
    return description;
  }

  @Override
  public final @Nullable Integer getChecksum() {
    return null;
  }

  @Override
  public final boolean canExecuteInTransaction() {
    return true;
  }

  @Override
  public final void migrate(Context context) throws SQLException {
    migrate(context.getConnection());
  }

  abstract void migrate(Connection connection) throws SQLException;

  static void execute(Connection connection, List<String> statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** What a row's checksum is from now on. */
  interface RowValue {
    /** Of the values of the columns that were asked for, in their order. */
    int of(List<@Nullable Object> values);
  }

  /** Sets {@code checksum} in each row of a table, some at a time. */
  static void fill(Connection connection, String table, String columns, RowValue checksum)
      throws SQLException {
    String next =
        "SELECT _ROWID_, %s FROM %s WHERE _ROWID_ > ? ORDER BY _ROWID_ FETCH FIRST %d ROWS ONLY"
            .formatted(columns, table, ROWS_AT_A_TIME);
    String fill = "UPDATE %s SET checksum = ? WHERE _ROWID_ = ?".formatted(table);
    try (PreparedStatement select = connection.prepareStatement(next);
        PreparedStatement update = connection.prepareStatement(fill)) {
      long last = Long.MIN_VALUE;
      int rows;
      do {
        rows = 0;
        select.setLong(1, last);
        try (ResultSet row = select.executeQuery()) {
          while (row.next()) {
            last = row.getLong(1);
            update.setInt(1, checksum.of(values(row)));
            update.setLong(2, last);
            update.addBatch();
            rows++;
          }
        }
        update.executeBatch();
      } while (rows == ROWS_AT_A_TIME);
    }
  }

  private static List<@Nullable Object> values(ResultSet row) throws SQLException {
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 2; i <= row.getMetaData().getColumnCount(); i++) {
      Object value = row.getObject(i);
      values.add(value instanceof Array array ? array.getArray() : value);
    }
    return values;
  }
}
