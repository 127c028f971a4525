package dev.trawl.store.table;

import dev.trawl.track.DamagedRecordException;
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
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Metrics by step: one row for all that was recorded at once, an epoch or what the test added to
 * it. {@link PointInsertion} writes them.
 */
public final class PointTable {
  private static final long STEPS_OF_A_RUN = 1L << 32;

  private static final Comparator<Metric> BY_STEP =
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
  private record Point(int step, int keySet, Instant recordedAt, PackedValues values) {
    static Point of(StoredRow row) {
      return new Point(
          PointTable.step(row.number("id")),
          row.integer("key_set_id"),
          row.instant("recorded_at"),
          new PackedValues(row.bytes("metric_values")));
    }

    Metric metric(String key, int index) {
      return new Metric(key, values.get(index), step, recordedAt);
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
      if (!keySets.isWhole(handle, row)) {
        continue;
      }
      Point point = Point.of(row);
      List<String> names = keySets.names(point.keySet());
      for (int i = 0; i < names.size(); i++) {
        if (keys.isEmpty() || keys.contains(names.get(i))) {
          metrics.add(point.metric(names.get(i), i));
        }
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

  /** A run, by its number and its id. */
  private record NumberedRun(int number, String uid) {
    static NumberedRun of(ResultSet row) throws SQLException {
      return new NumberedRun(row.getInt("number"), row.getString("run"));
    }
  }

  /** One metric of the runs listed with a sweep, in the order of their numbers; no damaged ones. */
  public static Map<String, List<Metric>> ofSweep(Handle handle, long sweepKey, String key) {
    return curves(handle, sweepKey, key, null);
  }

  /** The same of the runs with these ids alone. */
  public static Map<String, List<Metric>> ofSweep(
      Handle handle, long sweepKey, String key, Set<String> uids) {
    return curves(handle, sweepKey, key, uids);
  }

  /**
   * @param uids of which runs; null is all
   */
  private static Map<String, List<Metric>> curves(
      Handle handle, long sweepKey, String key, @Nullable Set<String> uids) {
    Set<Long> damaged = DamagedRows.report(handle, CheckedTable.RUN);
    MetricKeySets keySets = MetricKeySets.read(handle);
    Map<Integer, Integer> places = keySets.places(key);
    SortedMap<NumberedRun, List<Metric>> metrics =
        new TreeMap<>(Comparator.comparingInt(NumberedRun::number).thenComparing(NumberedRun::uid));
    handle
        .createQuery(
            """
            SELECT %s, r.uid AS run, r.number AS number
            FROM run r JOIN metric_point p ON p.id >= r.id * :steps AND p.id < (r.id + 1) * :steps
            WHERE r.sweep_id = :sweep AND r.hidden = FALSE AND NOT (r._ROWID_ = ANY(:damaged))
              AND %s
            ORDER BY r.number, p.id
            """
                .formatted(CheckedTable.POINT.columns("p"), among(uids)))
        .bind("steps", STEPS_OF_A_RUN)
        .bind("sweep", sweepKey)
        .bindArray("damaged", Long.class, damaged.toArray())
        .bindArray("uids", String.class, uids == null ? List.of() : List.copyOf(uids))
        .map((row, context) -> Map.entry(NumberedRun.of(row), CheckedTable.POINT.read(row)))
        .forEach(
            entry -> {
              if (keySets.isWhole(handle, entry.getValue())) {
                Point point = Point.of(entry.getValue());
                Integer place = places.get(point.keySet());
                if (place != null) {
                  metrics
                      .computeIfAbsent(entry.getKey(), run -> new ArrayList<>())
                      .add(point.metric(key, place));
                }
              }
            });
    addLogged(handle, keySets, sweepKey, key, uids, damaged, metrics);
    Map<String, List<Metric>> byId = new LinkedHashMap<>();
    metrics.forEach((run, values) -> byId.put(run.uid(), values));
    return byId;
  }

  private static String among(@Nullable Set<String> uids) {
    return uids == null ? "(TRUE OR r.uid = ANY(:uids))" : "r.uid = ANY(:uids)";
  }

  private static void addLogged(
      Handle handle,
      MetricKeySets keySets,
      long sweepKey,
      String key,
      @Nullable Set<String> uids,
      Set<Long> damaged,
      Map<NumberedRun, List<Metric>> metrics) {
    Map<NumberedRun, List<Metric>> logged = new LinkedHashMap<>();
    handle
        .createQuery(
            """
            SELECT %s, r.uid AS run, r.number AS number
            FROM run r JOIN logged_metric l ON l.run_id = r.id
            WHERE r.sweep_id = :sweep AND r.hidden = FALSE AND NOT (r._ROWID_ = ANY(:damaged))
              AND %s
            ORDER BY r.number, l.id
            """
                .formatted(CheckedTable.LOGGED.columns("l"), among(uids)))
        .bind("sweep", sweepKey)
        .bindArray("damaged", Long.class, damaged.toArray())
        .bindArray("uids", String.class, uids == null ? List.of() : List.copyOf(uids))
        .map((row, context) -> Map.entry(NumberedRun.of(row), CheckedTable.LOGGED.read(row)))
        .list()
        .forEach(
            entry ->
                logged
                    .computeIfAbsent(entry.getKey(), run -> new ArrayList<>())
                    .addAll(
                        LoggedMetricTable.metrics(handle, keySets, entry.getValue(), Set.of(key))));
    logged.forEach(
        (run, values) -> {
          if (!values.isEmpty()) {
            List<Metric> all = metrics.computeIfAbsent(run, missing -> new ArrayList<>());
            all.addAll(values);
            all.sort(BY_STEP);
          }
        });
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
