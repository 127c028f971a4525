package dev.trawl.store.table;

import dev.trawl.track.Metric;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Metrics that were logged beside the epochs of runs: one row for what was logged at once for one
 * step and time, in the order of logging.
 */
final class LoggedMetricTable {
  private LoggedMetricTable() {}

  /** A row to be: the same key twice takes two. */
  private record RowKey(long step, Instant at, int copy) {}

  /** Within a write transaction. */
  static void insert(Handle handle, long runKey, List<Metric> metrics) {
    Map<String, Integer> keys =
        Dictionary.METRIC.keys(
            handle, metrics.stream().map(Metric::key).collect(Collectors.toSet()));
    Map<RowKey, SortedMap<Integer, Double>> rows = new LinkedHashMap<>();
    for (Metric metric : metrics) {
      int key = keys.getOrDefault(metric.key(), 0);
      int copy = 0;
      SortedMap<Integer, Double> row = row(rows, metric, copy);
      while (row.containsKey(key)) {
        copy++;
        row = row(rows, metric, copy);
      }
      row.put(key, metric.value());
    }
    PreparedBatch batch = handle.prepareBatch(CheckedTable.LOGGED.insert(true));
    long id = CheckedTable.LOGGED.nextId(handle);
    Map<Set<Integer>, Integer> keySets = new LinkedHashMap<>();
    for (Map.Entry<RowKey, SortedMap<Integer, Double>> row : rows.entrySet()) {
      SortedMap<Integer, Double> values = row.getValue();
      int keySet =
          keySets.computeIfAbsent(
              Set.copyOf(values.keySet()), set -> MetricKeySets.key(handle, set));
      batch.add(
          StoredRow.of(
                  CheckedTable.LOGGED,
                  Map.of(
                      "id",
                      id,
                      "run_id",
                      runKey,
                      "step",
                      row.getKey().step(),
                      "logged_at",
                      row.getKey().at().toEpochMilli(),
                      "key_set_id",
                      keySet,
                      "metric_values",
                      PackedValues.of(values.values()).bytes()))
              .bindings());
      id++;
    }
    batch.execute();
  }

  private static SortedMap<Integer, Double> row(
      Map<RowKey, SortedMap<Integer, Double>> rows, Metric metric, int copy) {
    return rows.computeIfAbsent(
        new RowKey(metric.step(), metric.timestamp(), copy), key -> new TreeMap<>());
  }

  /** In the order of logging, without those that are damaged. */
  static List<Metric> ofRun(Handle handle, MetricKeySets keySets, long runKey, Set<String> keys) {
    return CheckedTable.LOGGED
        .rows(handle, "WHERE t.run_id = :run ORDER BY t.id", Map.of("run", runKey))
        .stream()
        .flatMap(row -> metrics(handle, keySets, row, keys).stream())
        .toList();
  }

  /** What a row holds of some metrics, all where none are named; nothing of one that is damaged. */
  static List<Metric> metrics(
      Handle handle, MetricKeySets keySets, StoredRow row, Set<String> keys) {
    return keySets.isWhole(handle, row)
        ? keySets.metrics(
            row.integer("key_set_id"),
            new PackedValues(row.bytes("metric_values")),
            keys,
            row.number("step"),
            row.instant("logged_at"))
        : List.of();
  }
}
