package dev.trawl.store;

import dev.trawl.sweep.Objective;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.Change;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.NewSweep;
import dev.trawl.track.RefusedChangeException;
import dev.trawl.track.SweepStatus;
import dev.trawl.track.Tag;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Sweeps being recorded; {@link SweepQueries} reads them. */
final class SweepTable {
  private SweepTable() {}

  /** What operations need of a sweep. */
  record Entry(long key, String uid, SweepStatus status, boolean deleted, Measure measure) {

    /** Refuses what would go on with a deleted sweep. */
    Entry needKept() {
      if (deleted) {
        throw new RefusedChangeException(
            "need a sweep that is not deleted, found %s deleted: undelete it first".formatted(uid));
      }
      return this;
    }
  }

  /** What the sweep judges its runs by. */
  record Measure(Objective metric, List<Double> thresholds) {
    static Measure of(ResultSet row) throws SQLException {
      return new Measure(
          SweepQueries.objective(row), Json.read(row.getString("thresholds"), Json.NUMBER_LIST));
    }
  }

  /** Where an ended sweep stands. */
  record Standing(SweepStatus status, @Nullable String reason, long endedAt) {}

  static long insert(WriteTransaction transaction, String uid, NewSweep sweep) {
    SweepSpec spec = sweep.spec();
    DatasetInfo dataset = sweep.dataset();
    long key =
        transaction
            .handle()
            .createUpdate(
                """
                INSERT INTO sweep (uid, name, description, status, source_file, source_text,
                  source_overrides, method, model, seed, metric_name, metric_goal, metric_target,
                  thresholds, planned_runs, epochs, dataset_name, dataset_sha256, train_images,
                  validation_images, test_images, height, width, channels, labels, created_at,
                  sequence)
                VALUES (:uid, :name, :description, 'RUNNING', :file, :text, :overrides, :method,
                  :model, :seed, :metricName, :metricGoal, :metricTarget, :thresholds, :plannedRuns,
                  :epochs, :datasetName, :datasetSha256, :trainImages, :validationImages,
                  :testImages, :height, :width, :channels, :labels, :now, 0)
                """)
            .bind("uid", uid)
            .bind("name", spec.name())
            .bind("description", spec.description())
            .bind("file", sweep.source().file())
            .bind("text", sweep.source().text())
            .bind("overrides", Json.write(sweep.source().overrides()))
            .bind("method", spec.method().name())
            .bind("model", spec.model())
            .bind("seed", spec.seed())
            .bind("metricName", spec.metric().name())
            .bind("metricGoal", spec.metric().goal().name())
            .bind("metricTarget", spec.metric().target())
            .bind("thresholds", Json.write(spec.thresholds()))
            .bind("plannedRuns", sweep.plannedRuns())
            .bind("epochs", spec.training().epochs())
            .bind("datasetName", dataset.name())
            .bind("datasetSha256", dataset.sha256())
            .bind("trainImages", dataset.trainImages())
            .bind("validationImages", dataset.validationImages())
            .bind("testImages", dataset.testImages())
            .bind("height", dataset.height())
            .bind("width", dataset.width())
            .bind("channels", dataset.channels())
            .bind("labels", Json.write(dataset.labels()))
            .bind("now", transaction.now())
            .executeAndReturnGeneratedKeys("id")
            .mapTo(Long.class)
            .one();
    stamp(transaction, key);
    return key;
  }

  private static void stamp(WriteTransaction transaction, long key) {
    stamp(transaction, key, Change.Kind.SWEEP);
  }

  private static void stamp(WriteTransaction transaction, long key, Change.Kind kind) {
    long sequence = transaction.changed(kind, key, null);
    transaction.handle().execute("UPDATE sweep SET sequence = ? WHERE id = ?", sequence, key);
  }

  /** It is RUNNING from now on; one that had FINISHED still knows when, until it ends again. */
  static void goOn(WriteTransaction transaction, long key) {
    transaction
        .handle()
        .execute(
            """
            UPDATE sweep SET status = 'RUNNING', reason = NULL,
              ended_at = CASE WHEN status IN ('FINISHED', 'RUNNING') THEN ended_at END
            WHERE id = ?
            """,
            key);
    stamp(transaction, key);
  }

  /** Its owner is gone: it is INTERRUPTED, or FINISHED if it was before this owner joined it. */
  static void interrupt(WriteTransaction transaction, long key, String reason) {
    transaction
        .handle()
        .createUpdate(
            """
            UPDATE sweep SET
              status = CASE WHEN ended_at IS NULL THEN 'INTERRUPTED' ELSE 'FINISHED' END,
              reason = CASE WHEN ended_at IS NULL THEN :reason END,
              ended_at = COALESCE(ended_at, :now)
            WHERE id = :id
            """)
        .bind("reason", reason)
        .bind("now", transaction.now())
        .bind("id", key)
        .execute();
    stamp(transaction, key);
  }

  static void end(WriteTransaction transaction, long key, Standing standing) {
    transaction
        .handle()
        .createUpdate(
            "UPDATE sweep SET status = :status, reason = :reason, ended_at = :ended WHERE id = :id")
        .bind("status", standing.status().name())
        .bind("reason", standing.reason())
        .bind("ended", standing.endedAt())
        .bind("id", key)
        .execute();
    stamp(transaction, key);
  }

  /** Takes a sweep out of the lists. One that is deleted already stays as it is. */
  static void delete(WriteTransaction transaction, Entry sweep) {
    if (sweep.deleted()) {
      return;
    }
    if (sweep.status() == SweepStatus.RUNNING) {
      throw new RefusedChangeException(
          "need a sweep that is not RUNNING, found %s RUNNING: stop it first"
              .formatted(sweep.uid()));
    }
    OwnerTable.remove(transaction.handle(), sweep.key());
    transaction
        .handle()
        .execute("UPDATE sweep SET deleted_at = ? WHERE id = ?", transaction.now(), sweep.key());
    stamp(transaction, sweep.key(), Change.Kind.DELETE);
  }

  static void undelete(WriteTransaction transaction, Entry sweep) {
    if (!sweep.deleted()) {
      return;
    }
    int whole =
        transaction
            .handle()
            .execute(
                "UPDATE sweep SET deleted_at = NULL WHERE id = ? AND deleted_at > 0", sweep.key());
    if (whole == 0) {
      throw new RefusedChangeException(
          "need a sweep that is whole, found %s erased in part".formatted(sweep.uid()));
    }
    stamp(transaction, sweep.key());
  }

  /** A deleted sweep that can't come back: it is erased run by run. */
  static void markErased(WriteTransaction transaction, long key) {
    transaction.handle().execute("UPDATE sweep SET deleted_at = 0 WHERE id = ?", key);
  }

  /** Something that belongs to the sweep changed. */
  static void touch(WriteTransaction transaction, long key) {
    stamp(transaction, key);
  }

  static void tag(WriteTransaction transaction, Entry sweep, Tag tag) {
    Handle handle = transaction.handle();
    String recorded =
        handle
            .createQuery("SELECT tags FROM sweep WHERE id = :id")
            .bind("id", sweep.key())
            .mapTo(String.class)
            .one();
    handle.execute("UPDATE sweep SET tags = ? WHERE id = ?", Tags.with(recorded, tag), sweep.key());
    stamp(transaction, sweep.key());
  }

  static Optional<Entry> entry(Handle handle, String uid) {
    return handle
        .createQuery(
            """
            SELECT id, uid, status, deleted_at, metric_name, metric_goal, metric_target, thresholds
            FROM sweep WHERE uid = :uid
            """)
        .bind("uid", uid)
        .map(
            (row, context) ->
                new Entry(
                    row.getLong("id"),
                    row.getString("uid"),
                    SweepStatus.valueOf(row.getString("status")),
                    row.getObject("deleted_at") != null,
                    Measure.of(row)))
        .findOne();
  }

  static Entry need(Handle handle, String uid) {
    return entry(handle, uid)
        .orElseThrow(
            () -> new IllegalArgumentException("need the id of a recorded sweep, found " + uid));
  }
}
