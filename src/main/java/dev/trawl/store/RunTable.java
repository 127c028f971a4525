package dev.trawl.store;

import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Objective;
import dev.trawl.track.Change;
import dev.trawl.track.Metric;
import dev.trawl.track.NewRun;
import dev.trawl.track.Run;
import dev.trawl.track.RunStatus;
import dev.trawl.track.SweepStatus;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Runs: one row is one record. */
final class RunTable {
  private RunTable() {}

  /** What operations need of a run. */
  record Entry(
      long key,
      String uid,
      long sweepKey,
      SweepStatus sweepStatus,
      RunStatus status,
      int epochs,
      @Nullable Integer bestEpoch,
      Objective metric,
      List<Double> thresholds) {

    /** Refuses what would change a run that has ended for good. */
    Entry needOpen() {
      if (status.isFinal()) {
        throw new IllegalArgumentException(
            "need a run that has not ended, found run %s %s".formatted(uid, status));
      }
      return this;
    }
  }

  static Entry need(Handle handle, String uid) {
    return handle
        .createQuery(
            """
            SELECT r.id, r.uid, r.sweep_id, s.status AS sweep_status, r.status, r.epochs,
              r.best_epoch, s.metric_name, s.metric_goal, s.metric_target, s.thresholds
            FROM run r JOIN sweep s ON s.id = r.sweep_id WHERE r.uid = :uid
            """)
        .bind("uid", uid)
        .map((row, context) -> entry(row))
        .findOne()
        .orElseThrow(
            () -> new IllegalArgumentException("need the id of a recorded run, found " + uid));
  }

  private static Entry entry(ResultSet row) throws SQLException {
    return new Entry(
        row.getLong("id"),
        row.getString("uid"),
        row.getLong("sweep_id"),
        SweepStatus.valueOf(row.getString("sweep_status")),
        RunStatus.valueOf(row.getString("status")),
        row.getInt("epochs"),
        row.getObject("best_epoch", Integer.class),
        SweepTable.objective(row),
        Json.read(row.getString("thresholds"), Json.NUMBER_LIST));
  }

  static void insert(WriteTransaction transaction, String uid, long sweepKey, NewRun run) {
    Handle handle = transaction.handle();
    handle.execute(
        "UPDATE run SET superseded = TRUE WHERE sweep_id = ? AND number = ? AND attempt < ?",
        sweepKey,
        run.number(),
        run.attempt());
    long key =
        handle
            .createUpdate(
                """
                INSERT INTO run (uid, sweep_id, number, attempt, superseded, status, parameters,
                  seed, environment_id, tags, metrics, epochs, seconds, seconds_outside_epochs,
                  created_at, sequence)
                VALUES (:uid, :sweep, :number, :attempt, EXISTS (
                    SELECT 1 FROM run
                    WHERE sweep_id = :sweep AND number = :number AND attempt > :attempt),
                  'SCHEDULED', :parameters, :seed, :environment, '{}', '{}', 0, 0, 0, :now, 0)
                """)
            .bind("uid", uid)
            .bind("sweep", sweepKey)
            .bind("number", run.number())
            .bind("attempt", run.attempt())
            .bind("parameters", Json.writeParameters(run.parameters()))
            .bind("seed", run.seed())
            .bind("environment", environmentKey(handle, run.environment()))
            .bind("now", transaction.now())
            .executeAndReturnGeneratedKeys("id")
            .mapTo(Long.class)
            .one();
    insertParameters(handle, key, run.parameters());
    stamp(transaction, sweepKey, key, Change.Kind.RUN);
  }

  private static long environmentKey(Handle handle, Map<String, String> environment) {
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

  private static void insertParameters(Handle handle, long key, Map<String, Object> parameters) {
    if (parameters.isEmpty()) {
      return;
    }
    Map<String, Integer> keys = Dictionary.PARAMETER.keys(handle, parameters.keySet());
    PreparedBatch batch =
        handle.prepareBatch(
            """
            INSERT INTO run_parameter (run_id, key_id, numeric_value, text_value)
            VALUES (:run, :key, :number, :text)
            """);
    parameters.forEach(
        (name, value) ->
            batch
                .bind("run", key)
                .bind("key", keys.get(name))
                .bind("number", value instanceof Number number ? number.doubleValue() : null)
                .bind("text", Json.write(value))
                .add());
    batch.execute();
  }

  /** Records that the run changed, in whatever way. */
  static void stamp(WriteTransaction transaction, long sweepKey, long key, Change.Kind kind) {
    long sequence = transaction.changed(kind, sweepKey, key);
    transaction.handle().execute("UPDATE run SET sequence = ? WHERE id = ?", sequence, key);
  }

  static void start(WriteTransaction transaction, Entry run) {
    transaction
        .handle()
        .createUpdate(
            """
            UPDATE run SET status = 'RUNNING', reason = NULL, ended_at = NULL,
              started_at = COALESCE(started_at, :now) WHERE id = :id
            """)
        .bind("now", transaction.now())
        .bind("id", run.key())
        .execute();
    stamp(transaction, run.sweepKey(), run.key(), Change.Kind.RUN);
  }

  static void end(
      WriteTransaction transaction, Entry run, RunStatus status, @Nullable String reason) {
    transaction
        .handle()
        .createUpdate(
            "UPDATE run SET status = :status, reason = :reason, ended_at = :now WHERE id = :id")
        .bind("status", status.name())
        .bind("reason", reason)
        .bind("now", transaction.now())
        .bind("id", run.key())
        .execute();
    stamp(transaction, run.sweepKey(), run.key(), Change.Kind.RUN);
  }

  /** The runs of a sweep that are SCHEDULED or RUNNING become INTERRUPTED. */
  static void interruptAll(WriteTransaction transaction, long sweepKey, @Nullable String reason) {
    List<Long> keys =
        transaction
            .handle()
            .createQuery(
                """
                SELECT id FROM run
                WHERE sweep_id = :sweep AND superseded = FALSE
                  AND status IN ('SCHEDULED', 'RUNNING')
                ORDER BY number
                """)
            .bind("sweep", sweepKey)
            .mapTo(Long.class)
            .list();
    for (long key : keys) {
      transaction
          .handle()
          .createUpdate(
              """
              UPDATE run SET status = 'INTERRUPTED', reason = :reason, ended_at = :now
              WHERE id = :id
              """)
          .bind("reason", reason)
          .bind("now", transaction.now())
          .bind("id", key)
          .execute();
      stamp(transaction, sweepKey, key, Change.Kind.RUN);
    }
  }

  /**
   * Brings the run's own row up to date with its epochs and metrics.
   *
   * @param secondsOutside to add to those of the epochs
   */
  static void summarize(WriteTransaction transaction, Entry run, double secondsOutside) {
    Handle handle = transaction.handle();
    Integer best =
        handle
            .createQuery("SELECT MAX(number) FROM epoch WHERE run_id = :run AND best")
            .bind("run", run.key())
            .mapTo(Integer.class)
            .findOne()
            .orElse(null);
    Map<String, Double> metrics =
        best == null ? Map.of() : MetricTable.atStep(handle, run.key(), best);
    handle
        .createUpdate(
            """
            UPDATE run SET best_epoch = :best, metrics = :metrics, score = :score, band = :band,
              epochs = (SELECT COUNT(*) FROM epoch WHERE run_id = :id),
              seconds_outside_epochs = seconds_outside_epochs + :outside,
              seconds = seconds_outside_epochs + :outside
                + (SELECT COALESCE(SUM(seconds), 0) FROM epoch WHERE run_id = :id)
            WHERE id = :id
            """)
        .bind("best", best)
        .bind("metrics", Json.write(metrics))
        .bind("score", score(run.metric(), metrics))
        .bind("band", band(run.thresholds(), metrics))
        .bind("outside", secondsOutside)
        .bind("id", run.key())
        .execute();
  }

  private static @Nullable Double score(Objective metric, Map<String, Double> metrics) {
    Double value = metrics.get(metric.name());
    if (value == null || value.isNaN()) {
      return null;
    }
    return metric.goal() == Goal.MAXIMIZE ? Double.valueOf(-value) : value;
  }

  private static @Nullable Integer band(List<Double> thresholds, Map<String, Double> metrics) {
    Double accuracy = metrics.get(Metric.TEST_ACCURACY);
    return accuracy == null
        ? null
        : Integer.valueOf((int) thresholds.stream().filter(level -> accuracy >= level).count());
  }

  /** A recorded epoch says that the run is being trained, if its sweep is. */
  static void markTrained(WriteTransaction transaction, Entry run) {
    transaction
        .handle()
        .createUpdate(
            """
            UPDATE run SET started_at = COALESCE(started_at, :now), status = :status,
              ended_at = CASE WHEN :status = 'RUNNING' THEN NULL ELSE ended_at END,
              reason = CASE WHEN :status = 'RUNNING' THEN NULL ELSE reason END
            WHERE id = :id
            """)
        .bind("now", transaction.now())
        .bind(
            "status",
            (run.sweepStatus() == SweepStatus.RUNNING ? RunStatus.RUNNING : RunStatus.INTERRUPTED)
                .name())
        .bind("id", run.key())
        .execute();
    stamp(transaction, run.sweepKey(), run.key(), Change.Kind.EPOCH);
  }

  static void tag(WriteTransaction transaction, Entry run, String name, String value) {
    Handle handle = transaction.handle();
    String recorded =
        handle
            .createQuery("SELECT tags FROM run WHERE id = :id")
            .bind("id", run.key())
            .mapTo(String.class)
            .one();
    Map<String, String> tags = new LinkedHashMap<>(Json.read(recorded, Json.TEXTS));
    if (value.isEmpty()) {
      tags.remove(name);
    } else {
      tags.put(name, value);
    }
    handle.execute("UPDATE run SET tags = ? WHERE id = ?", Json.write(tags), run.key());
    stamp(transaction, run.sweepKey(), run.key(), Change.Kind.RUN);
  }

  static Optional<Run> find(Handle handle, String uid) {
    return handle
        .createQuery(RunQueries.SELECT + "WHERE r.uid = :uid")
        .bind("uid", uid)
        .map(RunQueries.mapper())
        .findOne();
  }

  static List<Run> findByPrefix(Handle handle, String prefix) {
    return handle
        .createQuery(
            RunQueries.SELECT + "WHERE r.uid >= :prefix AND r.uid < :prefix || '~' ORDER BY r.id")
        .bind("prefix", prefix)
        .map(RunQueries.mapper())
        .list();
  }
}
