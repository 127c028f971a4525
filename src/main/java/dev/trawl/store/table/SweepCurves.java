package dev.trawl.store.table;

import dev.trawl.track.Metric;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Metrics of many runs of a sweep together: each row is read and checked once, whatever is wanted
 * of it. How much a run has recorded is up to it: so they are read some runs at a time.
 */
public final class SweepCurves {
  private final Handle handle;
  private final Map<Long, List<Metric>> curves = new LinkedHashMap<>();

  private SweepCurves(Handle handle, List<ListedRun> runs) {
    this.handle = handle;
    runs.forEach(run -> curves.put(run.key(), new ArrayList<>()));
  }

  /** A run, by its key and its id. */
  public record ListedRun(long key, String uid) {}

  /** The runs that are listed with a sweep, in the order of their numbers; no damaged ones. */
  public static List<ListedRun> runs(Handle handle, long sweepKey) {
    return runs(handle, sweepKey, handle.createQuery(select("run r")));
  }

  /** The same of those with these ids alone. */
  public static List<ListedRun> runs(Handle handle, long sweepKey, Collection<String> uids) {
    // Row by row, as RunQueries finds runs by their keys.
    String wanted =
        "UNNEST(CAST(:uids AS VARCHAR ARRAY)) wanted(uid) LEFT JOIN run r ON r.uid = wanted.uid";
    Query query =
        handle.createQuery(select(wanted)).bindArray("uids", String.class, List.copyOf(uids));
    return runs(handle, sweepKey, query);
  }

  private static String select(String from) {
    return """
    SELECT r.id, r.uid FROM %s
    WHERE r.sweep_id = :sweep AND r.hidden = FALSE AND NOT (r._ROWID_ = ANY(:damaged))
    ORDER BY r.number, r.uid
    """
        .formatted(from);
  }

  private static List<ListedRun> runs(Handle handle, long sweepKey, Query query) {
    return query
        .bind("sweep", sweepKey)
        .bindArray("damaged", Long.class, DamagedRows.report(handle, CheckedTable.RUN).toArray())
        .map((row, context) -> new ListedRun(row.getLong("id"), row.getString("uid")))
        .list();
  }

  /**
   * By the ids of runs, in their order, of those that have some; without what is damaged.
   *
   * @param keys of which metrics; all when there are none
   */
  public static Map<String, List<Metric>> read(
      Handle handle, List<ListedRun> runs, Set<String> keys) {
    MetricKeySets keySets = MetricKeySets.read(handle);
    SweepCurves curves = new SweepCurves(handle, runs);
    curves.add(
        CheckedTable.POINT,
        "m.id >= wanted.first AND m.id < wanted.past",
        row ->
            keySets.isWhole(handle, row)
                ? PointTable.Point.of(row).metrics(keySets, keys)
                : List.of());
    curves.add(
        CheckedTable.LOGGED,
        "m.run_id = wanted.id",
        row -> LoggedMetricTable.metrics(handle, keySets, row, keys));
    return curves.byId(runs);
  }

  private void add(CheckedTable table, String ofRun, Function<StoredRow, List<Metric>> metrics) {
    handle
        .createQuery(
            """
            SELECT %s, wanted.id AS run
            FROM UNNEST(
              CAST(:runs AS BIGINT ARRAY), CAST(:first AS BIGINT ARRAY), CAST(:past AS BIGINT ARRAY)
            ) wanted(id, first, past) LEFT JOIN %s m ON %s
            WHERE m.id IS NOT NULL
            ORDER BY m.id
            """
                .formatted(table.columns("m"), table.table(), ofRun))
        .bindArray("runs", Long.class, curves.keySet().toArray())
        .bindArray("first", Long.class, points(0))
        .bindArray("past", Long.class, points(1))
        .map((row, context) -> Map.entry(row.getLong("run"), table.read(row)))
        .forEach(
            row ->
                Objects.requireNonNull(curves.get(row.getKey()))
                    .addAll(metrics.apply(row.getValue())));
  }

  /** The ids at which the runs' points begin, or those of runs so many further. */
  private Object[] points(int further) {
    return curves.keySet().stream().map(run -> PointTable.id(run + further, 0, false)).toArray();
  }

  private Map<String, List<Metric>> byId(List<ListedRun> runs) {
    Map<String, List<Metric>> byId = new LinkedHashMap<>();
    for (ListedRun run : runs) {
      List<Metric> metrics = curves.getOrDefault(run.key(), List.of());
      if (!metrics.isEmpty()) {
        metrics.sort(PointTable.BY_STEP);
        byId.put(run.uid(), metrics);
      }
    }
    return byId;
  }
}
