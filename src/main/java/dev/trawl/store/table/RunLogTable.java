package dev.trawl.store.table;

import dev.trawl.track.RunLog;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What is kept of runs' logs. */
public final class RunLogTable {
  private RunLogTable() {}

  public static void put(Handle handle, long runKey, RunLog log) {
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("run_id", runKey);
    values.put("head", log.head());
    values.put("tail", log.tail());
    values.put("omitted", log.omitted());
    RunLog.Failure failure = log.failure();
    if (failure != null) {
      values.put("failure", failure.message());
      values.put("trace", failure.trace());
    }
    CheckedTable.RUN_LOG.put(handle, "run_id", values);
  }

  public static Optional<RunLog> find(Handle handle, long runKey) {
    return CheckedTable.RUN_LOG
        .row(handle, "WHERE t.run_id = :run", Map.of("run", runKey))
        .map(
            row ->
                new RunLog(
                    row.text("head"),
                    row.text("tail"),
                    row.number("omitted"),
                    row.has("failure")
                        ? new RunLog.Failure(row.text("failure"), row.text("trace"))
                        : null));
  }
}
