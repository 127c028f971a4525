package dev.trawl.store;

import dev.trawl.track.Metric;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Metrics by step: one row for all that was recorded at once, so that an epoch costs one row. */
final class MetricTable {
  private MetricTable() {}

  /** A row, its values still packed. */
  private record Point(int step, int keySet, long recordedAt, PackedValues values) {
    static Point of(ResultSet row) throws SQLException {
      return new Point(
          row.getInt("step"),
          row.getInt("key_set_id"),
          row.getLong("recorded_at"),
          new PackedValues(row.getBytes("metric_values")));
    }

    Metric metric(String key, int index) {
      return new Metric(key, values.get(index), step, Instant.ofEpochMilli(recordedAt));
    }
  }

  static void insert(
      WriteTransaction transaction, long runKey, int step, Map<String, Double> values) {
    if (values.isEmpty()) {
      return;
    }
    Handle handle = transaction.handle();
    Map<String, Integer> keys = Dictionary.METRIC.keys(handle, values.keySet());
    Map<Integer, Double> byKey = new TreeMap<>();
    values.forEach((name, value) -> byKey.put(keys.get(name), value));
    handle
        .createUpdate(
            """
            INSERT INTO metric_point (run_id, step, key_set_id, recorded_at, metric_values)
            VALUES (:run, :step, :keySet, :now, :values)
            """)
        .bind("run", runKey)
        .bind("step", step)
        .bind("keySet", MetricKeySets.key(handle, byKey.keySet()))
        .bind("now", transaction.now())
        .bind("values", PackedValues.of(byKey.values()).bytes())
        .execute();
  }

  static void deleteFrom(Handle handle, long runKey, int step) {
    handle.execute("DELETE FROM metric_point WHERE run_id = ? AND step >= ?", runKey, step);
  }

  /** A run's values at a step, by name. */
  static Map<String, Double> atStep(Handle handle, long runKey, int step) {
    MetricKeySets keySets = MetricKeySets.read(handle);
    Map<String, Double> values = new LinkedHashMap<>();
    for (Point point : points(handle, "run_id = :run AND step = :step", runKey, step)) {
      List<String> names = keySets.names(point.keySet());
      for (int i = 0; i < names.size(); i++) {
        values.put(names.get(i), point.values().get(i));
      }
    }
    return values;
  }

  static List<Metric> ofRun(Handle handle, long runKey, Set<String> keys) {
    MetricKeySets keySets = MetricKeySets.read(handle);
    List<Metric> metrics = new ArrayList<>();
    for (Point point : points(handle, "run_id = :run AND step >= :step", runKey, 0)) {
      List<String> names = keySets.names(point.keySet());
      for (int i = 0; i < names.size(); i++) {
        if (keys.isEmpty() || keys.contains(names.get(i))) {
          metrics.add(point.metric(names.get(i), i));
        }
      }
    }
    metrics.sort(Comparator.comparingInt(Metric::step).thenComparing(Metric::key));
    return metrics;
  }

  private static List<Point> points(Handle handle, String condition, long runKey, int step) {
    return handle
        .createQuery(
            """
            SELECT step, key_set_id, recorded_at, metric_values FROM metric_point
            WHERE %s ORDER BY run_id, step, key_set_id
            """
                .formatted(condition))
        .bind("run", runKey)
        .bind("step", step)
        .map((row, context) -> Point.of(row))
        .list();
  }

  /** One metric of the runs listed with a sweep, in the order of their numbers. */
  static Map<String, List<Metric>> ofSweep(Handle handle, long sweepKey, String key) {
    Map<Integer, Integer> places = MetricKeySets.read(handle).places(key);
    Map<String, List<Metric>> metrics = new LinkedHashMap<>();
    handle
        .createQuery(
            """
            SELECT r.uid, p.step, p.key_set_id, p.recorded_at, p.metric_values
            FROM run r JOIN metric_point p ON p.run_id = r.id
            WHERE r.sweep_id = :sweep AND r.superseded = FALSE
            ORDER BY r.number, p.step
            """)
        .bind("sweep", sweepKey)
        .map((row, context) -> Map.entry(row.getString("uid"), Point.of(row)))
        .forEach(
            entry -> {
              Integer place = places.get(entry.getValue().keySet());
              if (place != null) {
                metrics
                    .computeIfAbsent(entry.getKey(), uid -> new ArrayList<>())
                    .add(entry.getValue().metric(key, place));
              }
            });
    return metrics;
  }
}
