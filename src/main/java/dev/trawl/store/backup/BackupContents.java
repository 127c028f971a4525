package dev.trawl.store.backup;

import dev.trawl.store.database.Schema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;

/**
 * What a database holds, deleted and earlier attempts too.
 *
 * @param schema its schema's version
 * @param sequence the number of its latest change
 * @param points epochs, and what tests added to them
 */
public record BackupContents(
    long schema, long sequence, long sweeps, long runs, long points, long checkpoints) {

  /** As a backup's file has it. */
  static BackupContents of(Map<String, Long> numbers) {
    return new BackupContents(
        number(numbers, "schema"),
        number(numbers, "sequence"),
        number(numbers, "sweeps"),
        number(numbers, "runs"),
        number(numbers, "points"),
        number(numbers, "checkpoints"));
  }

  private static long number(Map<String, Long> numbers, String name) {
    return Objects.requireNonNullElse(numbers.get(name), 0L);
  }

  /** For a backup's file. */
  Map<String, Long> numbers() {
    return Map.of(
        "schema", schema,
        "sequence", sequence,
        "sweeps", sweeps,
        "runs", runs,
        "points", points,
        "checkpoints", checkpoints);
  }

  /** In words, each number with what it counts. */
  String describe() {
    return "schema version %d, change %d, %d sweeps, %d runs, %d points and %d checkpoints"
        .formatted(schema, sequence, sweeps, runs, points, checkpoints);
  }

  /** Reads every point, so that a page that is damaged shows. */
  static BackupContents count(Connection connection) throws SQLException {
    String query =
        """
        SELECT (SELECT sequence FROM change_counter WHERE id = 1),
          (SELECT COUNT(*) FROM sweep), (SELECT COUNT(*) FROM run),
          (SELECT COUNT(*) FROM metric_point WHERE OCTET_LENGTH(metric_values) >= 0),
          (SELECT COUNT(*) FROM checkpoint c JOIN checkpoint_model m ON m.id = c.model_id)
        """;
    int schema = Schema.version(connection);
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return new BackupContents(
          schema,
          rows.getLong(1),
          rows.getLong(2),
          rows.getLong(3),
          rows.getLong(4),
          rows.getLong(5));
    }
  }
}
