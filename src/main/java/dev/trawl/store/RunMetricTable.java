package dev.trawl.store;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The metrics that runs show, one row a value: what they are sorted and filtered by. */
final class RunMetricTable {
  private RunMetricTable() {}

  /** Values of new runs that are recorded together, in one transaction. */
  static final class Insertion {
    private final Handle handle;
    private final PreparedBatch batch;
    private final Map<String, Integer> keys = new HashMap<>();

    Insertion(Handle handle) {
      this.handle = handle;
      this.batch =
          handle.prepareBatch(
              """
              INSERT INTO run_metric (run_id, key_id, metric_value, sweep_id, number)
              VALUES (:run, :key, :value, :sweep, :number)
              """);
    }

    Insertion add(long runKey, long sweepKey, int number, Map<String, Double> metrics) {
      if (!keys.keySet().containsAll(metrics.keySet())) {
        keys.putAll(Dictionary.METRIC.keys(handle, metrics.keySet()));
      }
      metrics.forEach(
          (name, value) ->
              batch
                  .bind("run", runKey)
                  .bind("key", Objects.requireNonNull(keys.get(name)))
                  .bind("value", value)
                  .bind("sweep", sweepKey)
                  .bind("number", number)
                  .add());
      return this;
    }

    void execute() {
      if (batch.size() > 0) {
        batch.execute();
      }
    }
  }

  /** Replaces a run's values, where they differ from those recorded. */
  static void replace(Handle handle, RunTable.Entry run, Map<String, Double> metrics) {
    if (metrics.equals(run.metrics())) {
      return;
    }
    handle.execute("DELETE FROM run_metric WHERE run_id = ?", run.key());
    new Insertion(handle).add(run.key(), run.sweepKey(), run.number(), metrics).execute();
  }
}
