package dev.trawl.store;

import dev.trawl.track.Change;
import dev.trawl.track.NewRun;
import dev.trawl.track.RunStatus;
import java.nio.charset.StandardCharsets;
import java.sql.BatchUpdateException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    creation.supersede(rows);
    creation.insertValues(keys, rows);
    return keys;
  }

  private void supersede(List<NewRow> rows) {
    PreparedBatch batch =
        handle.prepareBatch(
            """
            UPDATE run SET hidden = TRUE
            WHERE sweep_id = :sweep AND number = :number AND attempt < :attempt
            """);
    for (NewRow row : rows) {
      if (row.run().attempt() > 1) {
        batch
            .bind("sweep", sweepKey)
            .bind("number", row.run().number())
            .bind("attempt", row.run().attempt())
            .add();
      }
    }
    if (batch.size() > 0) {
      batch.execute();
    }
  }

  private List<Long> insertRuns(List<NewRow> rows) {
    PreparedBatch batch =
        handle.prepareBatch(
            """
            INSERT INTO run (uid, sweep_id, number, attempt, hidden, status, reason, parameters,
              seed, environment_id, tags, metrics, epochs, best_epoch, score, band, seconds,
              seconds_outside_epochs, phases, created_at, started_at, ended_at, sequence)
            VALUES (:uid, :sweep, :number, :attempt, EXISTS (
                SELECT 1 FROM run
                WHERE sweep_id = :sweep AND number = :number AND attempt > :attempt),
              :status, :reason, :parameters, :seed, :environment, '{}', :metrics, :epochs, :best,
              :score, :band, :seconds, :outside, :phases, :created, :started, :ended, :sequence)
            """);
    long sequence = transaction.sequence();
    for (NewRow row : rows) {
      sequence++;
      bind(batch, row).bind("sequence", sequence).add();
    }
    List<Long> keys = execute(batch, rows);
    keys.forEach(key -> transaction.changed(Change.Kind.RUN, sweepKey, key));
    return keys;
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

  private PreparedBatch bind(PreparedBatch batch, NewRow row) {
    NewRun run = row.run();
    RunSummary summary = row.summary();
    return batch
        .bind("uid", row.uid())
        .bind("sweep", sweepKey)
        .bind("number", run.number())
        .bind("attempt", run.attempt())
        .bind("status", row.status().name())
        .bind("reason", row.reason())
        .bind("parameters", Json.writeParameters(run.parameters()))
        .bind("seed", run.seed())
        .bind("environment", environmentKey(run.environment()))
        .bind("metrics", Json.write(summary.metrics()))
        .bind("epochs", summary.epochs().count())
        .bind("best", summary.epochs().best())
        .bind("score", summary.score())
        .bind("band", summary.band())
        .bind("seconds", summary.seconds())
        .bind("outside", summary.secondsOutside())
        .bind("phases", Json.write(summary.phases()))
        .bind("created", row.createdAt())
        .bind("started", row.startedAt())
        .bind("ended", row.endedAt());
  }

  private long environmentKey(Map<String, String> environment) {
    return environments.computeIfAbsent(environment, this::storeEnvironment);
  }

  private long storeEnvironment(Map<String, String> environment) {
    String entries = Json.write(environment);
    String sha256 = Digest.sha256(entries.getBytes(StandardCharsets.UTF_8));
    handle.execute(
        """
        INSERT INTO environment (sha256, entries)
        SELECT ?, ? WHERE NOT EXISTS (SELECT 1 FROM environment WHERE sha256 = ?)
        """,
        sha256,
        entries,
        sha256);
    return handle
        .createQuery("SELECT id FROM environment WHERE sha256 = :sha256")
        .bind("sha256", sha256)
        .mapTo(Long.class)
        .one();
  }

  private void insertValues(List<Long> keys, List<NewRow> rows) {
    PreparedBatch parameters =
        handle.prepareBatch(
            """
            INSERT INTO run_parameter (run_id, key_id, numeric_value, text_value, sweep_id, number)
            VALUES (:run, :key, :numeric, :text, :sweep, :number)
            """);
    RunMetricTable.Insertion metrics = new RunMetricTable.Insertion(handle);
    Map<String, Integer> names = new HashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      NewRun run = rows.get(i).run();
      if (!names.keySet().containsAll(run.parameters().keySet())) {
        names.putAll(Dictionary.PARAMETER.keys(handle, run.parameters().keySet()));
      }
      addParameters(parameters, keys.get(i), run, names);
      metrics.add(keys.get(i), sweepKey, run.number(), rows.get(i).summary().metrics());
    }
    if (parameters.size() > 0) {
      parameters.execute();
    }
    metrics.execute();
  }

  private void addParameters(
      PreparedBatch batch, long runKey, NewRun run, Map<String, Integer> names) {
    run.parameters()
        .forEach(
            (name, value) ->
                batch
                    .bind("run", runKey)
                    .bind("key", Objects.requireNonNull(names.get(name)))
                    .bind("numeric", value instanceof Number number ? number.doubleValue() : null)
                    .bind("text", Json.write(value))
                    .bind("sweep", sweepKey)
                    .bind("number", run.number())
                    .add());
  }
}
