package dev.trawl.store.table;

import dev.trawl.track.DamagedRecordException;
import dev.trawl.track.Epoch;
import dev.trawl.track.Metric;
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
public final class PointTable {
  static final long STEPS_OF_A_RUN = 1L << 32;

  static final Comparator<Metric> BY_STEP =
      Comparator.comparingLong(Metric::step)
          .thenComparing(Metric::key)
          .thenComparing(Metric::timestamp);

  private PointTable() {}

  /** The id of what is recorded for a step; the test's follows the epoch's. */
  static long id(long runKey, int step, boolean test) {
    return runKey * STEPS_OF_A_RUN + 2L * step + (test ? 1 : 0);
  }

  static int step(long id) {
    return (int) (id % STEPS_OF_A_RUN / 2);
  }

  static boolean isTest(long id) {
    return id % 2 == 1;
  }

  static long runKey(long id) {
    return id / STEPS_OF_A_RUN;
  }

  /** What a row that is whole holds, its values still packed. */
  record Point(int step, int keySet, Instant recordedAt, PackedValues values) {
    static Point of(StoredRow row) {
      return new Point(
          PointTable.step(row.number("id")),
          row.integer("key_set_id"),
          row.instant("recorded_at"),
          new PackedValues(row.bytes("metric_values")));
    }

    /**
     * @param keys of which metrics; all when there are none
     */
    List<Metric> metrics(MetricKeySets keySets, Set<String> keys) {
      return keySets.metrics(keySet, values, keys, step, recordedAt);
    }
  }

  /** Drops what a run has from a step on. */
  static void deleteFrom(Handle handle, long runKey, int step) {
    handle.execute(
        "DELETE FROM metric_point WHERE id >= ? AND id < ?",
        id(runKey, step, false),
        id(runKey + 1, 0, false));
  }

  /**
   * A run's values at a step, by name.
   *
   * @throws DamagedRecordException when some of them are damaged
   */
  static Map<String, Double> atStep(Handle handle, long runKey, int step) {
    MetricKeySets keySets = MetricKeySets.read(handle);
    Map<String, Double> values = new LinkedHashMap<>();
    for (StoredRow row : rows(handle, id(runKey, step, false), id(runKey, step + 1, false))) {
      Point point = Point.of(row.needWhole(handle));
      List<String> names = keySets.names(point.keySet());
      for (int i = 0; i < names.size(); i++) {
        values.put(names.get(i), point.values().get(i));
      }
    }
    return values;
  }

  /** Without the points that are damaged. */
  public static List<Metric> ofRun(Handle handle, long runKey, Set<String> keys) {
    MetricKeySets keySets = MetricKeySets.read(handle);
    List<Metric> metrics = new ArrayList<>();
    for (StoredRow row : rows(handle, id(runKey, 0, false), id(runKey + 1, 0, false))) {
      if (keySets.isWhole(handle, row)) {
        metrics.addAll(Point.of(row).metrics(keySets, keys));
      }
    }
    metrics.addAll(LoggedMetricTable.ofRun(handle, keySets, runKey, keys));
    metrics.sort(BY_STEP);
    return metrics;
  }

  private static List<StoredRow> rows(Handle handle, long from, long to) {
    return handle
        .createQuery(
            CheckedTable.POINT.select("p") + "WHERE p.id >= :from AND p.id < :to ORDER BY p.id")
        .bind("from", from)
        .bind("to", to)
        .map((row, context) -> CheckedTable.POINT.read(row))
        .list();
  }

  /** The names of all that was recorded for the runs listed with a sweep. */
  public static SortedSet<String> keys(Handle handle, long sweepKey) {
    MetricKeySets keySets = MetricKeySets.read(handle);
    SortedSet<String> names = new TreeSet<>();
    handle
        .createQuery(
            """
            SELECT DISTINCT p.key_set_id
            FROM run r JOIN metric_point p ON p.id >= r.id * :steps AND p.id < (r.id + 1) * :steps
            WHERE r.sweep_id = :sweep AND r.hidden = FALSE
            UNION
            SELECT DISTINCT l.key_set_id FROM run r JOIN logged_metric l ON l.run_id = r.id
            WHERE r.sweep_id = :sweep AND r.hidden = FALSE
            """)
        .bind("steps", STEPS_OF_A_RUN)
        .bind("sweep", sweepKey)
        .mapTo(Integer.class)
        .filter(keySets::isKnown)
        .forEach(keySet -> names.addAll(keySets.names(keySet)));
    return names;
  }

  /** What a run's epochs add up to. */
  record Epochs(int count, double seconds, @Nullable Integer best) {
    static final Epochs NONE = new Epochs(0, 0, null);

    Epochs plus(Epoch epoch) {
      return plus(epoch.number(), epoch.seconds(), epoch.best());
    }

    private Epochs plus(int number, double spent, boolean isBest) {
      return new Epochs(count + 1, seconds + spent, isBest ? (Integer) number : best);
    }
  }

  /**
   * @throws DamagedRecordException when an epoch is damaged
   */
  static Epochs epochs(Handle handle, long runKey) {
    Epochs epochs = Epochs.NONE;
    for (StoredRow row : rows(handle, id(runKey, 0, false), id(runKey + 1, 0, false))) {
      StoredRow point = row.needWhole(handle);
      if (point.has("seconds")) {
        epochs = epochs.plus(step(point.number("id")), point.real("seconds"), point.flag("best"));
      }
    }
    return epochs;
  }
}
