package dev.trawl.store;

import dev.trawl.sweep.CheckpointRetention;
import dev.trawl.track.Checkpoint;
import dev.trawl.track.CheckpointData;
import dev.trawl.track.Epoch;
import dev.trawl.track.RunStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Checkpoints, but for the bytes of their models. */
final class CheckpointTable {
  private static final String SELECT =
      """
      SELECT r.uid, c.epoch, c.bytes, c.sha256, c.created_at,
        COALESCE(c.epoch = r.best_epoch, FALSE) AS best
      FROM checkpoint c JOIN run r ON r.id = c.run_id
      """;

  private static final String FIND =
      """
      SELECT (SELECT r.uid FROM run r WHERE r.id = c.run_id) AS uid,
        c.epoch, c.model_id, c.bytes, c.sha256, c.state
      FROM checkpoint c
      """;

  private CheckpointTable() {}

  /** Inserts a checkpoint. */
  static void insert(
      WriteTransaction transaction,
      long runKey,
      int epoch,
      CheckpointData checkpoint,
      ModelTable.Model model) {
    transaction
        .handle()
        .createUpdate(
            """
            INSERT INTO checkpoint (run_id, epoch, model_id, bytes, sha256, state, created_at)
            VALUES (:run, :epoch, :model, :bytes, :sha256, :state, :now)
            """)
        .bind("run", runKey)
        .bind("epoch", epoch)
        .bind("model", model.key())
        .bind("bytes", checkpoint.model().length)
        .bind("sha256", model.sha256())
        .bind("state", checkpoint.state())
        .bind("now", transaction.now())
        .execute();
  }

  /**
   * Replaces the checkpoints of an epoch and of later ones, and drops those of epochs that are not
   * kept.
   *
   * @param model the epoch's; null for an epoch without a checkpoint
   */
  static void record(
      WriteTransaction transaction,
      RunTable.Entry run,
      Epoch epoch,
      ModelTable.@Nullable Model model,
      Set<Integer> kept) {
    Handle handle = transaction.handle();
    Set<Long> models = models(handle, run.key());
    if (model == null && models.isEmpty()) {
      return;
    }
    handle.execute(
        "DELETE FROM checkpoint WHERE run_id = ? AND epoch >= ?", run.key(), epoch.number());
    if (model != null) {
      insert(transaction, run.key(), epoch.number(), epoch.checkpoint(), model);
      models.add(model.key());
    }
    dropOthers(handle, run.key(), kept);
    ModelTable.dropUnused(handle, models);
  }

  /** Lets the checkpoints that have one model have another. */
  static void share(Handle handle, long modelKey, long otherKey) {
    handle.execute("UPDATE checkpoint SET model_id = ? WHERE model_id = ?", otherKey, modelKey);
  }

  /** Drops the checkpoints of other epochs. */
  static void keep(Handle handle, long runKey, Set<Integer> kept) {
    Set<Long> models = models(handle, runKey);
    dropOthers(handle, runKey, kept);
    ModelTable.dropUnused(handle, models);
  }

  /** Drops these checkpoints of a run. */
  static void drop(Handle handle, long runKey, List<Checkpoint> checkpoints) {
    Set<Long> models = models(handle, runKey);
    handle
        .createUpdate("DELETE FROM checkpoint WHERE run_id = :run AND epoch = ANY(:epochs)")
        .bind("run", runKey)
        .bindArray(
            "epochs",
            Integer.class,
            (Object[]) checkpoints.stream().map(Checkpoint::epoch).toArray(Integer[]::new))
        .execute();
    ModelTable.dropUnused(handle, models);
  }

  private static Set<Long> models(Handle handle, long runKey) {
    return handle
        .createQuery("SELECT model_id FROM checkpoint WHERE run_id = :run")
        .bind("run", runKey)
        .mapTo(Long.class)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static void dropOthers(Handle handle, long runKey, Set<Integer> kept) {
    handle
        .createUpdate("DELETE FROM checkpoint WHERE run_id = :run AND NOT (epoch = ANY(:kept))")
        .bind("run", runKey)
        .bindArray("kept", Integer.class, (Object[]) kept.toArray(Integer[]::new))
        .execute();
  }

  static List<Checkpoint> ofRun(Handle handle, RunTable.Entry run) {
    return handle
        .createQuery(SELECT + "WHERE c.run_id = :run ORDER BY c.epoch")
        .bind("run", run.key())
        .map((row, context) -> read(row))
        .list();
  }

  /** The checkpoints that a retention doesn't keep; none of a run that is being trained. */
  static List<Checkpoint> others(Handle handle, RunTable.Entry run, CheckpointRetention retention) {
    if (run.status() == RunStatus.RUNNING) {
      return List.of();
    }
    List<Checkpoint> all = ofRun(handle, run);
    Set<Integer> kept =
        retention.kept(
            all.stream().map(Checkpoint::epoch).toList(),
            run.bestEpoch() == null ? 0 : run.bestEpoch(),
            !run.status().isFinal());
    return all.stream().filter(checkpoint -> !kept.contains(checkpoint.epoch())).toList();
  }

  static List<Checkpoint> all(Handle handle) {
    return handle
        .createQuery(SELECT + "ORDER BY c.run_id, c.epoch")
        .map((row, context) -> read(row))
        .list();
  }

  private static Checkpoint read(ResultSet row) throws SQLException {
    return new Checkpoint(
        row.getString("uid"),
        row.getInt("epoch"),
        row.getLong("bytes"),
        row.getString("sha256"),
        row.getBoolean("best"),
        Instant.ofEpochMilli(row.getLong("created_at")));
  }

  /**
   * A checkpoint but for its bytes.
   *
   * @param name the run and the epoch
   */
  record Found(String name, long modelKey, long bytes, String sha256, String state) {}

  static Optional<Found> find(Handle handle, RunTable.Entry run, int epoch) {
    return handle
        .createQuery(FIND + "WHERE c.run_id = :run AND c.epoch = :epoch")
        .bind("run", run.key())
        .bind("epoch", epoch)
        .map((row, context) -> found(row))
        .findOne();
  }

  /** One whose model has this SHA-256, of whichever run. */
  static Optional<Found> findSame(Handle handle, String sha256) {
    return handle
        .createQuery(FIND + "WHERE c.sha256 = :sha256 FETCH FIRST ROW ONLY")
        .bind("sha256", sha256)
        .map((row, context) -> found(row))
        .findOne();
  }

  private static Found found(ResultSet row) throws SQLException {
    return new Found(
        row.getString("uid") + "/" + row.getInt("epoch"),
        row.getLong("model_id"),
        row.getLong("bytes"),
        row.getString("sha256"),
        row.getString("state"));
  }
}
