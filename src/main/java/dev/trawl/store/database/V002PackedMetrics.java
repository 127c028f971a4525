package dev.trawl.store.database;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Schema 2: the metrics of an epoch are one row, and what runs are sorted by is in the order of an
 * index. {@code V001__tracking.sql} has the rest of the schema.
 *
 * <p>Released, so it never changes, and uses nothing of the store that does.
 */
final class V002PackedMetrics extends SchemaMigration {
  private static final List<String> NEW_TABLES =
      List.of(
          """
          CREATE TABLE metric_key_set (
            id INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            key_ids INTEGER ARRAY NOT NULL UNIQUE -- ascending
          )
          """,
          """
          -- What was recorded at once for a step: one row for all of it, not one for each value.
          CREATE TABLE metric_point (
            run_id BIGINT NOT NULL REFERENCES run,
            step INTEGER NOT NULL,
            key_set_id INTEGER NOT NULL REFERENCES metric_key_set,
            recorded_at BIGINT NOT NULL,
            metric_values VARBINARY NOT NULL, -- 8 bytes each, IEEE 754, big-endian, in the set's order
            PRIMARY KEY (run_id, step, key_set_id)
          )
          """,
          """
          -- The metrics of a run's best epoch, as in run.metrics: what runs are sorted and filtered by.
          CREATE TABLE run_metric (
            run_id BIGINT NOT NULL REFERENCES run,
            key_id INTEGER NOT NULL REFERENCES metric_key,
            metric_value DOUBLE PRECISION NOT NULL,
            sweep_id BIGINT NOT NULL, -- the run's
            number INTEGER NOT NULL, -- the run's
            PRIMARY KEY (run_id, key_id)
          )
          """);

  private static final List<String> SORTED_TABLES =
      List.of(
          """
          INSERT INTO run_metric (run_id, key_id, metric_value, sweep_id, number)
          SELECT r.id, m.key_id, m.metric_value, r.sweep_id, r.number
          FROM run r JOIN metric m ON m.run_id = r.id AND m.step = r.best_epoch
          """,
          "CREATE INDEX run_metric_order ON run_metric (sweep_id, key_id, metric_value, number)",
          "DROP TABLE metric",
          "ALTER TABLE run_parameter ADD COLUMN sweep_id BIGINT",
          "ALTER TABLE run_parameter ADD COLUMN number INTEGER",
          """
          UPDATE run_parameter p SET (sweep_id, number) =
            (SELECT r.sweep_id, r.number FROM run r WHERE r.id = p.run_id)
          """,
          "ALTER TABLE run_parameter ALTER COLUMN sweep_id SET NOT NULL",
          "ALTER TABLE run_parameter ALTER COLUMN number SET NOT NULL",
          """
          CREATE INDEX run_parameter_order
          ON run_parameter (sweep_id, key_id, numeric_value, text_value, number)
          """,
          "CREATE INDEX run_number ON run (sweep_id, superseded, number)",
          "CREATE INDEX run_status ON run (sweep_id, superseded, status, number)",
          "CREATE INDEX run_epochs ON run (sweep_id, superseded, epochs, number)",
          "CREATE INDEX run_seconds ON run (sweep_id, superseded, seconds, number)",
          // Identical bytes are stored once.
          "CREATE INDEX checkpoint_sha256 ON checkpoint (sha256)");

  V002PackedMetrics() {
    super(2, "packed metrics");
  }

  @Override
  void migrate(Connection connection) throws SQLException {
    execute(connection, NEW_TABLES);
    new Packing(connection).pack();
    execute(connection, SORTED_TABLES);
  }

  /** Puts rows of one value together, run by run. */
  private static final class Packing {
    private final Connection connection;
    private final Map<List<Integer>, Integer> keySets = new HashMap<>();

    Packing(Connection connection) {
      this.connection = connection;
    }

    void pack() throws SQLException {
      try (Statement statement = connection.createStatement();
          ResultSet runs = statement.executeQuery("SELECT id FROM run ORDER BY id")) {
        while (runs.next()) {
          pack(runs.getLong(1));
        }
      }
    }

    private void pack(long run) throws SQLException {
      String query =
          """
          SELECT step, recorded_at, key_id, metric_value FROM metric
          WHERE run_id = ? ORDER BY step, recorded_at, key_id
          """;
      try (PreparedStatement statement = connection.prepareStatement(query)) {
        statement.setLong(1, run);
        try (ResultSet rows = statement.executeQuery()) {
          Point point = null;
          while (rows.next()) {
            if (point == null || !point.isOf(rows.getInt(1), rows.getLong(2))) {
              insert(run, point);
              point = new Point(rows.getInt(1), rows.getLong(2));
            }
            point.keys.add(rows.getInt(3));
            point.values.add(rows.getDouble(4));
          }
          insert(run, point);
        }
      }
    }

    private void insert(long run, @Nullable Point point) throws SQLException {
      if (point == null) {
        return;
      }
      String insert =
          """
          INSERT INTO metric_point (run_id, step, key_set_id, recorded_at, metric_values)
          VALUES (?, ?, ?, ?, ?)
          """;
      try (PreparedStatement statement = connection.prepareStatement(insert)) {
        statement.setLong(1, run);
        statement.setInt(2, point.step);
        statement.setInt(3, keySet(point.keys));
        statement.setLong(4, point.recordedAt);
        statement.setBytes(5, point.bytes());
        statement.executeUpdate();
      }
    }

    private int keySet(List<Integer> keys) throws SQLException {
      Integer known = keySets.get(keys);
      if (known != null) {
        return known;
      }
      String insert = "INSERT INTO metric_key_set (key_ids) VALUES (?)";
      try (PreparedStatement statement =
          connection.prepareStatement(insert, Statement.RETURN_GENERATED_KEYS)) {
        statement.setArray(1, connection.createArrayOf("INTEGER", keys.toArray()));
        statement.executeUpdate();
        try (ResultSet generated = statement.getGeneratedKeys()) {
          generated.next();
          keySets.put(List.copyOf(keys), generated.getInt(1));
          return generated.getInt(1);
        }
      }
    }
  }

  /** What was recorded at once. */
  private static final class Point {
    private final int step;
    private final long recordedAt;
    private final List<Integer> keys = new ArrayList<>();
    private final List<Double> values = new ArrayList<>();

    Point(int step, long recordedAt) {
      this.step = step;
      this.recordedAt = recordedAt;
    }

    boolean isOf(int otherStep, long otherRecordedAt) {
      return step == otherStep && recordedAt == otherRecordedAt;
    }

    byte[] bytes() {
      ByteBuffer bytes = ByteBuffer.allocate(values.size() * Double.BYTES);
      values.forEach(bytes::putDouble);
      return bytes.array();
    }
  }
}
