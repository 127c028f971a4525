package dev.trawl.store.table;

import dev.trawl.track.Metric;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Metrics of many runs of a sweep together: each row is read and checked once, whatever is wanted
 * of it.
 */
public final class SweepCurves {
  private final Handle handle;
  private final long sweepKey;
  private final Set<String> keys;
  private final @Nullable Set<String> runs;
  private final Set<Long> damaged;
  private final MetricKeySets keySets;
  private final SortedMap<NumberedRun, List<Metric>> curves =
      new TreeMap<>(Comparator.comparingInt(NumberedRun::number).thenComparing(NumberedRun::uid));

  private SweepCurves(Handle handle, long sweepKey, Set<String> keys, @Nullable Set<String> runs) {
    this.handle = handle;
    this.sweepKey = sweepKey;
    this.keys = keys;
    this.runs = runs;
    damaged = DamagedRows.report(handle, CheckedTable.RUN);
    keySets = MetricKeySets.read(handle);
  }

  /** A run, by its number and its id. */
  private record NumberedRun(int number, String uid) {
    static NumberedRun of(ResultSet row) throws SQLException {
      return new NumberedRun(row.getInt("number"), row.getString("run"));
    }
  }

  /**
   * By the ids of runs that are listed, in the order of their numbers; without what is damaged.
   *
   * @param keys of which metrics; all when there are none
   * @param runs ids of which runs; null is all
   */
  public static Map<String, List<Metric>> read(
      Handle handle, long sweepKey, Set<String> keys, @Nullable Set<String> runs) {
    SweepCurves curves = new SweepCurves(handle, sweepKey, keys, runs);
    curves.addPoints();
    curves.addLogged();
    return curves.byId();
  }

  private void addPoints() {
    add(
        CheckedTable.POINT,
        "m.id >= r.id * %1$d AND m.id < (r.id + 1) * %1$d".formatted(PointTable.STEPS_OF_A_RUN),
        row ->
            keySets.isWhole(handle, row)
                ? PointTable.Point.of(row).metrics(keySets, keys)
                : List.of());
  }

  private void addLogged() {
    add(
        CheckedTable.LOGGED,
        "m.run_id = r.id",
        row -> LoggedMetricTable.metrics(handle, keySets, row, keys));
  }

  private void add(CheckedTable table, String ofRun, Function<StoredRow, List<Metric>> metrics) {
    handle
        .createQuery(
            """
            SELECT %s, r.uid AS run, r.number AS number
            FROM run r JOIN %s m ON %s
            WHERE r.sweep_id = :sweep AND r.hidden = FALSE AND NOT (r._ROWID_ = ANY(:damaged))
              AND %s
            ORDER BY r.number, m.id
            """
                .formatted(
                    table.columns("m"),
                    table.table(),
                    ofRun,
                    runs == null ? "(TRUE OR r.uid = ANY(:uids))" : "r.uid = ANY(:uids)"))
        .bind("sweep", sweepKey)
        .bindArray("damaged", Long.class, damaged.toArray())
        .bindArray("uids", String.class, runs == null ? List.of() : List.copyOf(runs))
        .map((row, context) -> Map.entry(NumberedRun.of(row), table.read(row)))
        .forEach(
            entry -> {
              List<Metric> found = metrics.apply(entry.getValue());
              if (!found.isEmpty()) {
                curves.computeIfAbsent(entry.getKey(), run -> new ArrayList<>()).addAll(found);
              }
            });
  }

  private Map<String, List<Metric>> byId() {
    Map<String, List<Metric>> byId = new LinkedHashMap<>();
    curves.forEach(
        (run, metrics) -> {
          metrics.sort(PointTable.BY_STEP);
          byId.put(run.uid(), metrics);
        });
    return byId;
  }
}
