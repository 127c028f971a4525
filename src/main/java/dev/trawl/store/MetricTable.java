package dev.trawl.store;

import dev.trawl.track.Metric;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Metrics, one row a value. */
final class MetricTable {
  private MetricTable() {}

  static void insert(
      WriteTransaction transaction, long runKey, int step, Map<String, Double> values) {
    if (values.isEmpty()) {
      return;
    }
    Handle handle = transaction.handle();
    Map<String, Integer> keys = Dictionary.METRIC.keys(handle, values.keySet());
    PreparedBatch batch =
        handle.prepareBatch(
            """
            INSERT INTO metric (run_id, key_id, step, metric_value, recorded_at)
            VALUES (:run, :key, :step, :value, :now)
            """);
    values.forEach(
        (name, value) ->
            batch
                .bind("run", runKey)
                .bind("key", keys.get(name))
                .bind("step", step)
                .bind("value", value + 0.0) // -0.0 becomes 0.0, the only zero that H2 has
                .bind("now", transaction.now())
                .add());
    batch.execute();
  }

  static void deleteFrom(Handle handle, long runKey, int step) {
    handle.execute("DELETE FROM metric WHERE run_id = ? AND step >= ?", runKey, step);
  }

  /** A run's values at a step, by name. */
  static Map<String, Double> atStep(Handle handle, long runKey, int step) {
    return handle
        .createQuery(
            """
            SELECT k.name, m.metric_value FROM metric m JOIN metric_key k ON k.id = m.key_id
            WHERE m.run_id = :run AND m.step = :step ORDER BY k.id
            """)
        .bind("run", runKey)
        .bind("step", step)
        .map((row, context) -> Map.entry(row.getString("name"), row.getDouble("metric_value")))
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, Map.Entry::getValue, (a, b) -> b, LinkedHashMap::new));
  }

  static List<Metric> ofRun(Handle handle, long runKey, Set<String> keys) {
    List<Metric> all =
        handle
            .createQuery(
                """
                SELECT k.name, m.metric_value, m.step, m.recorded_at
                FROM metric m JOIN metric_key k ON k.id = m.key_id
                WHERE m.run_id = :run ORDER BY m.step, k.name
                """)
            .bind("run", runKey)
            .map((row, context) -> metric(row))
            .list();
    return keys.isEmpty()
        ? all
        : all.stream().filter(metric -> keys.contains(metric.key())).toList();
  }

  /** One metric of the runs listed with a sweep, in the order of their numbers. */
  static Map<String, List<Metric>> ofSweep(Handle handle, long sweepKey, String key) {
    var rows =
        handle
            .createQuery(
                """
                SELECT r.uid, k.name, m.metric_value, m.step, m.recorded_at
                FROM metric_key k
                JOIN run r ON r.sweep_id = :sweep AND r.superseded = FALSE
                JOIN metric m ON m.run_id = r.id AND m.key_id = k.id
                WHERE k.name = :key ORDER BY r.number, m.step
                """)
            .bind("sweep", sweepKey)
            .bind("key", key)
            .map((row, context) -> Map.entry(row.getString("uid"), metric(row)));
    return StreamSupport.stream(rows.spliterator(), false)
        .collect(
            Collectors.groupingBy(
                Map.Entry::getKey,
                LinkedHashMap::new,
                Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
  }

  private static Metric metric(ResultSet row) throws SQLException {
    return new Metric(
        row.getString("name"),
        row.getDouble("metric_value"),
        row.getInt("step"),
        Instant.ofEpochMilli(row.getLong("recorded_at")));
  }
}
