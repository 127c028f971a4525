package dev.trawl.store;

import dev.trawl.sweep.Objective;
import dev.trawl.track.Change;
import dev.trawl.track.Run;
import dev.trawl.track.RunStatus;
import dev.trawl.track.SweepStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Runs being trained: one row is one record. */
final class RunTable {
  private RunTable() {}

  /** What operations need of a run. */
  record Entry(
      long key,
      String uid,
      long sweepKey,
      int number,
      SweepStatus sweepStatus,
      RunStatus status,
      int epochs,
      @Nullable Integer bestEpoch,
      Map<String, Double> phases,
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
            SELECT r.id, r.uid, r.sweep_id, r.number, s.status AS sweep_status, r.status,
              r.epochs, r.best_epoch, r.phases, s.metric_name, s.metric_goal, s.metric_target,
              s.thresholds
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
        row.getInt("number"),
        SweepStatus.valueOf(row.getString("sweep_status")),
        RunStatus.valueOf(row.getString("status")),
        row.getInt("epochs"),
        row.getObject("best_epoch", Integer.class),
        Json.read(row.getString("phases"), Json.NUMBERS),
        SweepQueries.objective(row),
        Json.read(row.getString("thresholds"), Json.NUMBER_LIST));
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
