package dev.trawl.store.database;

import dev.trawl.store.file.RowChecksum;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * Schema 7: rows carry a checksum of all their values, and a sweep its project. Those of rows that
 * are there already are of the values as they are found.
 *
 * <p>Released, so it never changes, and uses nothing of the store that does: {@link RowChecksum}
 * doesn't.
 */
final class V007RowChecksums extends SchemaMigration {
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

  V007RowChecksums() {
    super(7, "row checksums");
  }

  @Override
  void migrate(Connection connection) throws SQLException {
    execute(connection, List.of("ALTER TABLE sweep ADD COLUMN project VARCHAR"));
    for (Map.Entry<String, String> table : CHECKED.entrySet()) {
      String name = table.getKey();
      String add = "ALTER TABLE %s ADD COLUMN checksum INTEGER".formatted(name);
      String need = "ALTER TABLE %s ALTER COLUMN checksum SET NOT NULL".formatted(name);
      execute(connection, List.of(add));
      fill(connection, name, table.getValue(), RowChecksum::of);
      execute(connection, List.of(need));
    }
    for (String table : KEYED) {
      execute(connection, List.of("ALTER TABLE %s ALTER COLUMN id DROP IDENTITY".formatted(table)));
    }
  }
}
