package dev.trawl.store.table;

import dev.trawl.track.Epoch;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Epochs and tests that are recorded together, in one transaction: sent by {@link #execute}. */
final class PointInsertion {
  private final Handle handle;
  private final PreparedBatch batch;
  private final Map<String, Integer> keys = new HashMap<>();
  private final Map<Set<Integer>, Integer> keySets = new HashMap<>();

  PointInsertion(Handle handle) {
    this.handle = handle;
    this.batch = handle.prepareBatch(CheckedTable.POINT.insert(true));
  }

  /**
   * @param recordedAt in milliseconds since 1970
   */
  PointInsertion epoch(long runKey, Epoch epoch, long recordedAt) {
    long id = PointTable.id(runKey, epoch.number(), false);
    add(id, epoch.metrics(), recordedAt, epoch.seconds(), epoch.best());
    return this;
  }

  /** What the test of the best epoch adds to its metrics. */
  PointInsertion test(long runKey, int best, Map<String, Double> metrics, long recordedAt) {
    add(PointTable.id(runKey, best, true), metrics, recordedAt, null, null);
    return this;
  }

  private void add(
      long id,
      Map<String, Double> metrics,
      long recordedAt,
      @Nullable Double seconds,
      @Nullable Boolean best) {
    if (!keys.keySet().containsAll(metrics.keySet())) {
      keys.putAll(Dictionary.METRIC.keys(handle, metrics.keySet()));
    }
    SortedMap<Integer, Double> byKey = new TreeMap<>();
    metrics.forEach((name, value) -> byKey.put(Objects.requireNonNull(keys.get(name)), value));
    Map<String, @Nullable Object> row = new HashMap<>();
    row.put("id", id);
    row.put("key_set_id", keySet(Set.copyOf(byKey.keySet())));
    row.put("recorded_at", recordedAt);
    row.put("seconds", seconds);
    row.put("best", best);
    row.put("metric_values", PackedValues.of(byKey.values()).bytes());
    batch.add(StoredRow.of(CheckedTable.POINT, row).bindings());
  }

  private int keySet(Set<Integer> set) {
    return keySets.computeIfAbsent(set, missing -> MetricKeySets.key(handle, missing));
  }

  void execute() {
    if (batch.size() > 0) {
      batch.execute();
    }
  }
}
