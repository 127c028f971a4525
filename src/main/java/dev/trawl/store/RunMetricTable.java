package dev.trawl.store;

import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The metrics that a run shows, one row a value: what runs are sorted and filtered by. */
final class RunMetricTable {
  private RunMetricTable() {}

  /** Replaces a run's values. */
  static void put(Handle handle, RunTable.Entry run, Map<String, Double> metrics) {
    handle.execute("DELETE FROM run_metric WHERE run_id = ?", run.key());
    if (metrics.isEmpty()) {
      return;
    }
    Map<String, Integer> keys = Dictionary.METRIC.keys(handle, metrics.keySet());
    PreparedBatch batch =
        handle.prepareBatch(
            """
            INSERT INTO run_metric (run_id, key_id, metric_value, sweep_id, number)
            VALUES (:run, :key, :value, :sweep, :number)
            """);
    metrics.forEach(
        (name, value) ->
            batch
                .bind("run", run.key())
                .bind("key", keys.get(name))
                .bind("value", value)
                .bind("sweep", run.sweepKey())
                .bind("number", run.number())
                .add());
    batch.execute();
  }
}
