package dev.trawl.store;

import dev.trawl.track.Change;
import dev.trawl.track.RefusedChangeException;
import dev.trawl.track.Run;
import dev.trawl.track.RunStatus;
import dev.trawl.track.SweepStatus;
import dev.trawl.track.Tag;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
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
      String sweepUid,
      int number,
      int attempt,
      boolean deleted,
      SweepStatus sweepStatus,
      RunStatus status,
      int epochs,
      @Nullable Integer bestEpoch,
      double secondsOutside,
      Map<String, Double> phases,
      Map<String, Double> metrics,
      SweepTable.Measure measure) {

    /** Refuses what would change a run that has ended for good. */
    Entry needOpen() {
      if (status.isFinal()) {
        throw new IllegalArgumentException(
            "need a run that has not ended, found run %s %s".formatted(uid, status));
      }
      return this;
    }

    /** Epochs are recorded without gaps. */
    void needEpoch(int number) {
      if (number < 1 || number > epochs + 1) {
        throw new IllegalArgumentException(
            "need epoch 1 to %d of run %s, found %d".formatted(epochs + 1, uid, number));
      }
    }
  }

  static Entry need(Handle handle, String uid) {
    return handle
        .createQuery(
            """
            SELECT r.id, r.uid, r.sweep_id, s.uid AS sweep_uid, r.number, r.attempt, r.deleted_at,
              s.status AS sweep_status, r.status, r.epochs, r.best_epoch,
              r.seconds_outside_epochs, r.phases, r.metrics, s.metric_name, s.metric_goal,
              s.metric_target, s.thresholds
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
        row.getString("sweep_uid"),
        row.getInt("number"),
        row.getInt("attempt"),
        row.getObject("deleted_at") != null,
        SweepStatus.valueOf(row.getString("sweep_status")),
        RunStatus.valueOf(row.getString("status")),
        row.getInt("epochs"),
        row.getObject("best_epoch", Integer.class),
        row.getDouble("seconds_outside_epochs"),
        Json.read(row.getString("phases"), Json.NUMBERS),
        Json.read(row.getString("metrics"), Json.NUMBERS),
        SweepTable.Measure.of(row));
  }

  /** The run is being trained, if its sweep is: nobody looks for what runs in one that is dead. */
  static void markTrained(WriteTransaction transaction, Entry run, Change.Kind kind) {
    boolean running = run.sweepStatus() == SweepStatus.RUNNING;
    change(
        transaction,
        run,
        kind,
        running
            ? """
            started_at = COALESCE(started_at, :now), status = 'RUNNING', reason = NULL,
            ended_at = NULL
            """
            : "started_at = COALESCE(started_at, :now), status = 'INTERRUPTED'",
        Map.of("now", transaction.now()));
  }

  /** Something that belongs to the run changed. */
  static void touch(WriteTransaction transaction, Entry run) {
    change(transaction, run, Change.Kind.RUN, "status = status", Map.of());
  }

  static void end(
      WriteTransaction transaction, Entry run, RunStatus status, @Nullable String reason) {
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("status", status.name());
    values.put("reason", reason);
    values.put("now", transaction.now());
    change(
        transaction,
        run,
        Change.Kind.RUN,
        "status = :status, reason = :reason, ended_at = :now",
        values);
  }

  private static void change(
      WriteTransaction transaction,
      Entry run,
      Change.Kind kind,
      String assignments,
      Map<String, ? extends @Nullable Object> values) {
    long sequence = transaction.changed(kind, run.sweepKey(), run.key());
    transaction
        .handle()
        .createUpdate(
            "UPDATE run SET sequence = :sequence, %s WHERE id = :id".formatted(assignments))
        .bind("sequence", sequence)
        .bind("id", run.key())
        .bindMap(values)
        .execute();
  }

  /** The runs of a sweep that are SCHEDULED or RUNNING become INTERRUPTED. */
  static void interruptAll(WriteTransaction transaction, long sweepKey, @Nullable String reason) {
    List<Long> keys =
        transaction
            .handle()
            .createQuery(
                """
                SELECT id FROM run
                WHERE sweep_id = :sweep AND status IN ('SCHEDULED', 'RUNNING')
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
              UPDATE run SET status = 'INTERRUPTED', reason = :reason, ended_at = :now,
                sequence = :sequence
              WHERE id = :id
              """)
          .bind("reason", reason)
          .bind("now", transaction.now())
          .bind("sequence", transaction.changed(Change.Kind.RUN, sweepKey, key))
          .bind("id", key)
          .execute();
    }
  }

  static void tag(WriteTransaction transaction, Entry run, Tag tag) {
    String tags =
        Tags.with(
            transaction
                .handle()
                .createQuery("SELECT tags FROM run WHERE id = :id")
                .bind("id", run.key())
                .mapTo(String.class)
                .one(),
            tag);
    change(transaction, run, Change.Kind.RUN, "tags = :tags", Map.of("tags", tags));
  }

  /** Takes a run out of the lists. One that is deleted already stays as it is. */
  static void delete(WriteTransaction transaction, Entry run) {
    if (run.deleted()) {
      return;
    }
    if (run.sweepStatus() == SweepStatus.RUNNING && !run.status().isFinal()) {
      throw new RefusedChangeException(
          "need a run that has ended, found run %s %s in a sweep that is RUNNING: stop it first"
              .formatted(run.uid(), run.status()));
    }
    change(
        transaction,
        run,
        Change.Kind.DELETE,
        "deleted_at = :now, hidden = TRUE",
        Map.of("now", transaction.now()));
  }

  /** Lists a run again, unless a later attempt has its place. */
  static void undelete(WriteTransaction transaction, Entry run) {
    if (!run.deleted()) {
      return;
    }
    change(
        transaction,
        run,
        Change.Kind.RUN,
        """
        deleted_at = NULL, hidden = EXISTS (
          SELECT 1 FROM run later
          WHERE later.sweep_id = :sweep AND later.number = :number AND later.attempt > :attempt)
        """,
        Map.of("sweep", run.sweepKey(), "number", run.number(), "attempt", run.attempt()));
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
