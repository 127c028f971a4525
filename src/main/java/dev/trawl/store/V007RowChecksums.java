package dev.trawl.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;

/**
 * Schema 7: rows carry a checksum of all their values, and a sweep its project. Those of rows that
 * are there already are of the values as they are found.
 *
 * <p>Released, so it never changes, and uses nothing of the store that does: {@link RowChecksum}
 * doesn't.
 */
final class V007RowChecksums implements JavaMigration {
  private static final int ROWS_AT_A_TIME = 1000;

  /** The columns in the order of the checksum. */
  private static final Map<String, String> CHECKED =
      Map.of(
          "sweep",
          """
          id, uid, name, description, project, status, reason, source_file, source_text,
          source_overrides, method, model, seed, metric_name, metric_goal, metric_target,
          thresholds, planned_runs, epochs, dataset_name, dataset_sha256, train_images,
          validation_images, test_images, height, width, channels, labels, created_at, ended_at,
          deleted_at, tags, sequence
          """,
          "sweep_owner",
          "sweep_id, owner_uid, host, pid, started_at, heartbeat_at",
          "environment",
          "id, sha256, entries",
          "run",
          """
          id, uid, sweep_id, number, attempt, hidden, status, reason, parameters, seed,
          environment_id, tags, metrics, epochs, best_epoch, score, band, seconds,
          seconds_outside_epochs, phases, created_at, started_at, ended_at, deleted_at, sequence
          """,
          "metric_key",
          "id, name",
          "metric_key_set",
          "id, key_ids",
          "parameter_key",
          "id, name",
          "metric_point",
          "id, key_set_id, recorded_at, seconds, best, metric_values",
          "checkpoint",
          "run_id, epoch, model_id, bytes, sha256, state, created_at",
          "evaluation",
          "run_id, loss, confusion");

  /** Their rows are written whole, with the key that is next: see {@code CheckedTable.add}. */
  private static final List<String> KEYED =
      List.of("environment", "metric_key", "metric_key_set", "parameter_key");

  @Override
  public MigrationVersion getVersion() {
    return MigrationVersion.fromVersion("7");
  }

  @Override
  public String getDescription() {
    return "row checksums";
  }

  @Override
  public @Nullable Integer getChecksum() {
    return null;
  }

  @Override
  public boolean canExecuteInTransaction() {
    return true;
  }

  @Override
  public void migrate(Context context) throws SQLException {
    Connection connection = context.getConnection();
    execute(connection, "ALTER TABLE sweep ADD COLUMN project VARCHAR");
    for (Map.Entry<String, String> table : CHECKED.entrySet()) {
      String name = table.getKey();
      execute(connection, "ALTER TABLE %s ADD COLUMN checksum INTEGER".formatted(name));
      fill(connection, name, table.getValue());
      execute(connection, "ALTER TABLE %s ALTER COLUMN checksum SET NOT NULL".formatted(name));
    }
    for (String table : KEYED) {
      execute(connection, "ALTER TABLE %s ALTER COLUMN id DROP IDENTITY".formatted(table));
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void fill(Connection connection, String table, String columns)
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
            update.setInt(1, RowChecksum.of(values(row)));
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
