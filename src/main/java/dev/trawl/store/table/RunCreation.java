package dev.trawl.store.table;

import dev.trawl.store.database.WriteTransaction;
import dev.trawl.store.file.Json;
import dev.trawl.track.Change;
import dev.trawl.track.NewRun;
import dev.trawl.track.RunStatus;
import java.sql.BatchUpdateException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;

/** Runs being recorded for the first time, with what they share with others or are sorted by. */
final class RunCreation {
  private static final int DUPLICATE_KEY = 23505; // H2's

  private final WriteTransaction transaction;
  private final Handle handle;
  private final long sweepKey;
  private final Map<Map<String, String>, Long> environments = new HashMap<>();

  private RunCreation(WriteTransaction transaction, long sweepKey) {
    this.transaction = transaction;
    this.handle = transaction.handle();
    this.sweepKey = sweepKey;
  }

  /** A run as its row will be. Times are in milliseconds since 1970. */
  record NewRow(
      String uid,
      NewRun run,
      RunStatus status,
      @Nullable String reason,
      RunSummary summary,
      long createdAt,
      @Nullable Long startedAt,
      @Nullable Long endedAt) {
    /**
     * @param running whether its sweep is
     */
    static NewRow untrained(String uid, NewRun run, boolean running, long now) {
      RunStatus status = running ? RunStatus.SCHEDULED : RunStatus.INTERRUPTED;
      Long endedAt = running ? null : (Long) now;
      return new NewRow(uid, run, status, null, RunSummary.EMPTY, now, null, endedAt);
    }
  }

  /** Returns the runs' keys. */
  static List<Long> insert(WriteTransaction transaction, long sweepKey, List<NewRow> rows) {
    RunCreation creation = new RunCreation(transaction, sweepKey);
    List<Long> keys = creation.insertRuns(rows);
    creation.insertValues(keys, rows);
    return keys;
  }

  private List<Long> insertRuns(List<NewRow> rows) {
    Map<Integer, Integer> latest = supersede(rows);
    PreparedBatch batch = handle.prepareBatch(CheckedTable.RUN.insert(false));
    List<StoredRow> inserted = new ArrayList<>();
    long sequence = transaction.sequence();
    for (NewRow row : rows) {
      sequence++;
      boolean hidden = latest.getOrDefault(row.run().number(), 0) > row.run().attempt();
      StoredRow values = StoredRow.of(CheckedTable.RUN, values(row, hidden, sequence));
      batch.add(values.bindings());
      inserted.add(values);
    }
    List<Long> keys = execute(batch, rows);
    keys.forEach(key -> transaction.changed(Change.Kind.RUN, sweepKey, key));
    addChecksums(inserted, keys);
    return keys;
  }

  /**
   * Hides earlier attempts that are recorded.
   *
   * @return the latest attempts by the runs' numbers, these among them
   */
  private Map<Integer, Integer> supersede(List<NewRow> rows) {
    Map<Integer, Integer> attempts = new HashMap<>();
    rows.forEach(row -> attempts.merge(row.run().number(), row.run().attempt(), Math::max));
    attempts.forEach(
        (number, attempt) -> {
          if (attempt > 1) {
            RunTable.supersede(handle, sweepKey, number, attempt);
          }
        });
    RunTable.latestAttempts(handle, sweepKey, attempts.keySet())
        .forEach((number, attempt) -> attempts.merge(number, attempt, Math::max));
    return attempts;
  }

  /** The database gave the rows their keys, which the checksums cover. */
  private void addChecksums(List<StoredRow> rows, List<Long> keys) {
    PreparedBatch batch = handle.prepareBatch("UPDATE run SET checksum = :checksum WHERE id = :id");
    for (int i = 0; i < rows.size(); i++) {
      Long key = keys.get(i);
      int checksum = rows.get(i).with(Map.of(CheckedTable.ID, key)).checksum();
      batch.bind(CheckedTable.CHECKSUM, checksum).bind(CheckedTable.ID, key).add();
    }
    if (batch.size() > 0) {
      batch.execute();
    }
  }

  private static List<Long> execute(PreparedBatch batch, List<NewRow> rows) {
    try {
      return batch.executePreparedBatch("id").mapTo(Long.class).list();
    } catch (UnableToExecuteStatementException e) {
      if (e.getCause() instanceof BatchUpdateException failure
          && failure.getErrorCode() == DUPLICATE_KEY) {
        throw recordedAlready(rows.get(firstFailed(failure.getUpdateCounts())).run());
      }
      throw e;
    }
  }

  private static int firstFailed(int[] updateCounts) {
    return IntStream.range(0, updateCounts.length)
        .filter(i -> updateCounts[i] == Statement.EXECUTE_FAILED)
        .findFirst()
        .orElseThrow();
  }

  private static IllegalArgumentException recordedAlready(NewRun run) {
    return new IllegalArgumentException(
        "need a new attempt of a run, found attempt %d of run %d of sweep %s recorded already"
            .formatted(run.attempt(), run.number(), run.sweepId()));
  }

  private Map<String, @Nullable Object> values(NewRow row, boolean hidden, long sequence) {
    NewRun run = row.run();
    Map<String, @Nullable Object> values = row.summary().values();
    values.put("uid", row.uid());
    values.put("sweep_id", sweepKey);
    values.put("number", run.number());
    values.put("attempt", run.attempt());
    values.put("hidden", hidden);
    values.put("status", row.status().name());
    values.put("reason", row.reason());
    values.put("parameters", Json.writeParameters(run.parameters()));
    values.put("seed", run.seed());
    values.put("environment_id", environmentKey(run.environment()));
    values.put("tags", "{}");
    values.put("created_at", row.createdAt());
    values.put("started_at", row.startedAt());
    values.put("ended_at", row.endedAt());
    values.put("sequence", sequence);
    values.put("candidate", run.origin().candidate());
    values.put("budget", run.origin().budget());
    values.put("parent", run.origin().parent());
    values.put("logged", "{}");
    return values;
  }

  private long environmentKey(Map<String, String> environment) {
    return environments.computeIfAbsent(
        environment, entries -> EnvironmentTable.key(handle, entries));
  }

  private void insertValues(List<Long> keys, List<NewRow> rows) {
    RunValues<Object> parameters = RunValues.parameters(handle);
    RunValues<Double> metrics = RunValues.metrics(handle);
    for (int i = 0; i < rows.size(); i++) {
      NewRun run = rows.get(i).run();
      parameters.add(keys.get(i), sweepKey, run.number(), run.parameters());
      metrics.add(keys.get(i), sweepKey, run.number(), rows.get(i).summary().result().metrics());
    }
    parameters.execute();
    metrics.execute();
  }
}
