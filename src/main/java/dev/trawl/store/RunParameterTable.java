package dev.trawl.store;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The parameters of runs, one row a value: what they are sorted and filtered by. */
final class RunParameterTable {
  private RunParameterTable() {}

  /** Values of runs that are recorded together, in one transaction. */
  static final class Insertion {
    private final Handle handle;
    private final PreparedBatch batch;
    private final Map<String, Integer> keys = new HashMap<>();

    Insertion(Handle handle) {
      this.handle = handle;
      this.batch =
          handle.prepareBatch(
              """
              INSERT INTO run_parameter (run_id, key_id, numeric_value, text_value, sweep_id, number)
              VALUES (:run, :key, :numeric, :text, :sweep, :number)
              """);
    }

    void add(long runKey, long sweepKey, int number, Map<String, Object> parameters) {
      if (!keys.keySet().containsAll(parameters.keySet())) {
        keys.putAll(Dictionary.PARAMETER.keys(handle, parameters.keySet()));
      }
      parameters.forEach(
          (name, value) ->
              batch
                  .bind("run", runKey)
                  .bind("key", Objects.requireNonNull(keys.get(name)))
                  .bind("numeric", value instanceof Number given ? given.doubleValue() : null)
                  .bind("text", Json.write(value))
                  .bind("sweep", sweepKey)
                  .bind("number", number)
                  .add());
    }

    void execute() {
      if (batch.size() > 0) {
        batch.execute();
      }
    }
  }
}
