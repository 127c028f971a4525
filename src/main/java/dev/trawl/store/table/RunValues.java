package dev.trawl.store.table;

import dev.trawl.store.file.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * What runs are sorted and filtered by, one row a value: their parameters, and the metrics that
 * they show. Values of runs that are recorded together, in one transaction: sent by {@link
 * #execute}.
 */
public final class RunValues<T> {
  private final Handle handle;
  private final Dictionary names;
  private final PreparedBatch batch;
  private final BiConsumer<PreparedBatch, T> columns;
  private final Map<String, Integer> keys = new HashMap<>();

  private RunValues(
      Handle handle, Dictionary names, String insert, BiConsumer<PreparedBatch, T> columns) {
    this.handle = handle;
    this.names = names;
    this.batch = handle.prepareBatch(insert);
    this.columns = columns;
  }

  public static RunValues<Double> metrics(Handle handle) {
    return new RunValues<>(
        handle,
        Dictionary.METRIC,
        """
        INSERT INTO run_metric (run_id, key_id, metric_value, sweep_id, number)
        VALUES (:run, :key, :value, :sweep, :number)
        """,
        (row, value) -> row.bind("value", value));
  }

  public static RunValues<Object> parameters(Handle handle) {
    return new RunValues<>(
        handle,
        Dictionary.PARAMETER,
        """
        INSERT INTO run_parameter (run_id, key_id, numeric_value, text_value, sweep_id, number)
        VALUES (:run, :key, :numeric, :text, :sweep, :number)
        """,
        (row, value) ->
            row.bind("numeric", value instanceof Number given ? given.doubleValue() : null)
                .bind("text", Json.write(value)));
  }

  public RunValues<T> add(long runKey, long sweepKey, int number, Map<String, T> values) {
    if (!keys.keySet().containsAll(values.keySet())) {
      keys.putAll(names.keys(handle, values.keySet()));
    }
    values.forEach(
        (name, value) -> {
          columns.accept(batch, value);
          batch
              .bind("run", runKey)
              .bind("key", Objects.requireNonNull(keys.get(name)))
              .bind("sweep", sweepKey)
              .bind("number", number)
              .add();
        });
    return this;
  }

  public void execute() {
    if (batch.size() > 0) {
      batch.execute();
    }
  }

  /** Replaces a run's metrics, where they differ from those recorded. */
  static void replaceMetrics(Handle handle, RunTable.Entry run, Map<String, Double> metrics) {
    if (metrics.equals(run.metrics())) {
      return;
    }
    handle.execute("DELETE FROM run_metric WHERE run_id = ?", run.key());
    metrics(handle).add(run.key(), run.sweepKey(), run.number(), metrics).execute();
  }
}
