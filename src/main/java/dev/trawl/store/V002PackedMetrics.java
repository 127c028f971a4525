package dev.trawl.store;

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
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;

/**
 * Schema 2: an epoch is one row, and what runs are sorted by is in the order of an index. {@code
 * V001__tracking.sql} has the rest of the schema.
 *
 * <p>Released, so it never changes, and uses nothing of the store that does.
 */
final class V002PackedMetrics implements JavaMigration {
  private static final List<String> NEW_TABLES =
      List.of(
          """
          CREATE TABLE metric_key_set (
            id INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            key_ids INTEGER ARRAY NOT NULL UNIQUE -- ascending
          )
          """,
          """
          -- What was recorded at once for a step of a run: an epoch, or what the test added to one.
          -- The run and the step are in the id, which spares an index as long as the table.
          CREATE TABLE metric_point (
            id BIGINT PRIMARY KEY, -- run.id * 2^32 + step * 2, and 1 more for the test
            key_set_id INTEGER NOT NULL, -- metric_key_set.id
            recorded_at BIGINT NOT NULL,
            seconds DOUBLE PRECISION, -- that the epoch took; null for the test
            best BOOLEAN, -- so far; null for the test
            metric_values VARBINARY NOT NULL -- 8 bytes each, IEEE 754, big-endian, in the set's order
          )
          """,
          """
          -- The metrics of a run's best epoch, as in run.metrics: what runs are sorted and filtered by.
          CREATE TABLE run_metric (
            run_id BIGINT NOT NULL REFERENCES run,
            key_id INTEGER NOT NULL, -- metric_key.id
            metric_value DOUBLE PRECISION NOT NULL,
            sweep_id BIGINT NOT NULL, -- the run's
            number INTEGER NOT NULL, -- the run's
            PRIMARY KEY (run_id, key_id)
          )
          """,
          """
          -- What runs are sorted and filtered by; the values themselves are in run.parameters.
          CREATE TABLE sorted_parameter (
            run_id BIGINT NOT NULL REFERENCES run,
            key_id INTEGER NOT NULL, -- parameter_key.id
            numeric_value DOUBLE PRECISION,
            text_value VARCHAR NOT NULL, -- JSON
            sweep_id BIGINT NOT NULL, -- the run's
            number INTEGER NOT NULL, -- the run's
            PRIMARY KEY (run_id, key_id)
          )
          """);

  private static final List<String> REST =
      List.of(
          """
          INSERT INTO run_metric (run_id, key_id, metric_value, sweep_id, number)
          SELECT r.id, m.key_id, m.metric_value, r.sweep_id, r.number
          FROM run r JOIN metric m ON m.run_id = r.id AND m.step = r.best_epoch
          """,
          """
          CREATE INDEX run_metric_order
          ON run_metric (sweep_id, key_id, metric_value, number, run_id)
          """,
          "DROP TABLE metric",
          "DROP TABLE epoch",
          """
          INSERT INTO sorted_parameter
          SELECT p.run_id, p.key_id, p.numeric_value, p.text_value, r.sweep_id, r.number
          FROM run_parameter p JOIN run r ON r.id = p.run_id
          """,
          "DROP TABLE run_parameter",
          "ALTER TABLE sorted_parameter RENAME TO run_parameter",
          """
          CREATE INDEX run_parameter_order
          ON run_parameter (sweep_id, key_id, numeric_value, text_value, number, run_id)
          """,
          // All that lists of a sweep's runs are counted and sorted by besides, so that they need
          // no row.
          "DROP INDEX run_bands",
          """
          CREATE INDEX run_list
          ON run (sweep_id, superseded, number, status, band, epochs, seconds)
          """,
          "ALTER TABLE evaluation ALTER COLUMN confusion SET DATA TYPE VARCHAR",
          // Identical bytes are stored once.
          "CREATE INDEX checkpoint_sha256 ON checkpoint (sha256)");

  @Override
  public MigrationVersion getVersion() {
    return MigrationVersion.fromVersion("2");
  }

  @Override
  public String getDescription() {
    return "packed metrics";
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
    execute(connection, NEW_TABLES);
    new Packing(connection).pack();
    execute(connection, REST);
  }

  private static void execute(Connection connection, List<String> statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
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
      // An epoch and its metrics have the same time; those of the test came later.
      String query =
          """
          SELECT e.number, e.recorded_at, e.seconds, e.best, m.key_id, m.metric_value, m.recorded_at
          FROM epoch e LEFT JOIN metric m ON m.run_id = e.run_id AND m.step = e.number
          WHERE e.run_id = ? ORDER BY e.number, m.key_id
          """;
      try (PreparedStatement statement = connection.prepareStatement(query)) {
        statement.setLong(1, run);
        try (ResultSet rows = statement.executeQuery()) {
          Point epoch = null;
          Point test = null;
          while (rows.next()) {
            int step = rows.getInt(1);
            if (epoch == null || epoch.step != step) {
              insert(run, epoch);
              insert(run, test);
              epoch = new Point(step, rows.getLong(2), rows.getDouble(3), rows.getBoolean(4));
              test = null;
            }
            long recordedAt = rows.getLong(7);
            if (rows.wasNull()) {
              continue; // an epoch without metrics
            }
            if (recordedAt != epoch.recordedAt && test == null) {
              test = new Point(step, recordedAt, null, null);
            }
            Point point = test == null || recordedAt == epoch.recordedAt ? epoch : test;
            point.keys.add(rows.getInt(5));
            point.values.add(rows.getDouble(6));
          }
          insert(run, epoch);
          insert(run, test);
        }
      }
    }

    private void insert(long run, @Nullable Point point) throws SQLException {
      if (point == null) {
        return;
      }
      String insert =
          """
          INSERT INTO metric_point (id, key_set_id, recorded_at, seconds, best, metric_values)
          VALUES (?, ?, ?, ?, ?, ?)
          """;
      try (PreparedStatement statement = connection.prepareStatement(insert)) {
        statement.setLong(1, (run << 32) + point.step * 2L + (point.seconds == null ? 1 : 0));
        statement.setInt(2, keySet(point.keys));
        statement.setLong(3, point.recordedAt);
        statement.setObject(4, point.seconds);
        statement.setObject(5, point.best);
        statement.setBytes(6, point.bytes());
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

  /** What was recorded at once: an epoch, or without seconds the test. */
  private static final class Point {
    private final int step;
    private final long recordedAt;
    private final @Nullable Double seconds;
    private final @Nullable Boolean best;
    private final List<Integer> keys = new ArrayList<>();
    private final List<Double> values = new ArrayList<>();

    Point(int step, long recordedAt, @Nullable Double seconds, @Nullable Boolean best) {
      this.step = step;
      this.recordedAt = recordedAt;
      this.seconds = seconds;
      this.best = best;
    }

    byte[] bytes() {
      ByteBuffer bytes = ByteBuffer.allocate(values.size() * Double.BYTES);
      values.forEach(bytes::putDouble);
      return bytes.array();
    }
  }
}
