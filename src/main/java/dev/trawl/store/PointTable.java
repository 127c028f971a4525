package dev.trawl.store;

import dev.trawl.track.Epoch;
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
import java.util.SortedSet;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Metrics by step: one row for all that was recorded at once, an epoch or what the test added to
 * it. {@link PointInsertion} writes them.
 */
final class PointTable {
  private static final long STEPS_OF_A_RUN = 1L << 32;

  private PointTable() {}

  /** The id of what is recorded for a step; the test's follows the epoch's. */
  static long id(long runKey, int step, boolean test) {
    return runKey * STEPS_OF_A_RUN + 2L * step + (test ? 1 : 0);
  }

  private static int step(long id) {
    return (int) (id % STEPS_OF_A_RUN / 2);
  }

  /** A row, its values still packed. */
  private record Point(int step, int keySet, long recordedAt, PackedValues values) {
    static Point of(ResultSet row) throws SQLException {
      return new Point(
          PointTable.step(row.getLong("id")),
          row.getInt("key_set_id"),
          row.getLong("recorded_at"),
          new PackedValues(row.getBytes("metric_values")));
    }

    Metric metric(String key, int index) {
      return new Metric(key, values.get(index), step, Instant.ofEpochMilli(recordedAt));
    }
  }

  /** Drops what a run has from a step on. */
  static void deleteFrom(Handle handle, long runKey, int step) {
    handle.execute(
        "DELETE FROM metric_point WHERE id >= ? AND id < ?",
        id(runKey, step, false),
        id(runKey + 1, 0, false));
  }

  /** A run's values at a step, by name. */
  static Map<String, Double> atStep(Handle handle, long runKey, int step) {
    MetricKeySets keySets = MetricKeySets.read(handle);
    Map<String, Double> values = new LinkedHashMap<>();
    for (Point point : points(handle, id(runKey, step, false), id(runKey, step + 1, false))) {
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
    for (Point point : points(handle, id(runKey, 0, false), id(runKey + 1, 0, false))) {
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

  private static List<Point> points(Handle handle, long from, long to) {
    return handle
        .createQuery(
            """
            SELECT id, key_set_id, recorded_at, metric_values FROM metric_point
            WHERE id >= :from AND id < :to ORDER BY id
            """)
        .bind("from", from)
        .bind("to", to)
        .map((row, context) -> Point.of(row))
        .list();
  }

  /** The names of all that was recorded for the runs listed with a sweep. */
  static SortedSet<String> keys(Handle handle, long sweepKey) {
    MetricKeySets keySets = MetricKeySets.read(handle);
    SortedSet<String> names = new TreeSet<>();
    handle
        .createQuery(
            """
            SELECT DISTINCT p.key_set_id
            FROM run r JOIN metric_point p ON p.id >= r.id * :steps AND p.id < (r.id + 1) * :steps
            WHERE r.sweep_id = :sweep AND r.hidden = FALSE
            """)
        .bind("steps", STEPS_OF_A_RUN)
        .bind("sweep", sweepKey)
        .mapTo(Integer.class)
        .forEach(keySet -> names.addAll(keySets.names(keySet)));
    return names;
  }

  /** One metric of the runs listed with a sweep, in the order of their numbers. */
  static Map<String, List<Metric>> ofSweep(Handle handle, long sweepKey, String key) {
    Map<Integer, Integer> places = MetricKeySets.read(handle).places(key);
    Map<String, List<Metric>> metrics = new LinkedHashMap<>();
    handle
        .createQuery(
            """
            SELECT r.uid, p.id, p.key_set_id, p.recorded_at, p.metric_values
            FROM run r JOIN metric_point p ON p.id >= r.id * :steps AND p.id < (r.id + 1) * :steps
            WHERE r.sweep_id = :sweep AND r.hidden = FALSE
            ORDER BY r.number, p.id
            """)
        .bind("steps", STEPS_OF_A_RUN)
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

  /** What a run's epochs add up to. */
  record Epochs(int count, double seconds, @Nullable Integer best) {
    static final Epochs NONE = new Epochs(0, 0, null);

    Epochs plus(Epoch epoch) {
      return new Epochs(
          count + 1, seconds + epoch.seconds(), epoch.best() ? (Integer) epoch.number() : best);
    }
  }

  static Epochs epochs(Handle handle, long runKey) {
    return handle
        .createQuery(
            """
            SELECT COUNT(*) AS epochs, COALESCE(SUM(seconds), 0) AS seconds,
              MAX(CASE WHEN best THEN id END) AS best_id
            FROM metric_point WHERE id >= :from AND id < :to AND seconds IS NOT NULL
            """)
        .bind("from", id(runKey, 0, false))
        .bind("to", id(runKey + 1, 0, false))
        .map(
            (row, context) -> {
              Long best = row.getObject("best_id", Long.class);
              return new Epochs(
                  row.getInt("epochs"),
                  row.getDouble("seconds"),
                  best == null ? null : (Integer) step(best));
            })
        .one();
  }
}
