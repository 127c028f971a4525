package dev.trawl.store.table;

import dev.trawl.store.database.WriteTransaction;
import dev.trawl.sweep.CheckpointRetention;
import dev.trawl.track.Checkpoint;
import dev.trawl.track.CheckpointData;
import dev.trawl.track.Epoch;
import dev.trawl.track.RunStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Checkpoints, but for the bytes of their models. */
public final class CheckpointTable {
  private static final String SELECT =
      """
      SELECT %s, r.uid AS run, COALESCE(c.epoch = r.best_epoch, FALSE) AS best
      FROM checkpoint c JOIN run r ON r.id = c.run_id
      """
          .formatted(CheckedTable.CHECKPOINT.columns("c"));

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
        .createUpdate(CheckedTable.CHECKPOINT.insert(true))
        .bindMap(
            StoredRow.of(
                    CheckedTable.CHECKPOINT,
                    Map.of(
                        "run_id", runKey,
                        "epoch", epoch,
                        "model_id", model.key(),
                        "bytes", (long) checkpoint.model().length,
                        "sha256", model.sha256(),
                        "state", checkpoint.state(),
                        "created_at", transaction.now()))
                .bindings())
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
    handle
        .createQuery(CheckedTable.CHECKPOINT.select("c") + "WHERE c.model_id = :model")
        .bind("model", modelKey)
        .map((row, context) -> CheckedTable.CHECKPOINT.read(row))
        .list()
        .forEach(row -> share(handle, row.needWhole(handle), otherKey));
  }

  private static void share(Handle handle, StoredRow row, long otherKey) {
    handle
        .createUpdate(
            """
            UPDATE checkpoint SET model_id = :model_id, checksum = :checksum
            WHERE run_id = :run_id AND epoch = :epoch
            """)
        .bindMap(row.with(Map.of("model_id", otherKey)).bindings())
        .execute();
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

  public static List<Checkpoint> ofRun(Handle handle, RunTable.Entry run) {
    return handle
        .createQuery(SELECT + "WHERE c.run_id = :run ORDER BY c.epoch")
        .bind("run", run.key())
        .map((row, context) -> read(handle, row))
        .stream()
        .flatMap(Optional::stream)
        .toList();
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
            Objects.requireNonNullElse(run.shownEpoch(), 0),
            !run.status().isFinal());
    return all.stream().filter(checkpoint -> !kept.contains(checkpoint.epoch())).toList();
  }

  /** Without those of damaged runs. */
  public static List<Checkpoint> all(Handle handle) {
    Set<Long> damaged = DamagedRows.report(handle, CheckedTable.RUN);
    return handle
        .createQuery(SELECT + "ORDER BY c.run_id, c.epoch")
        .map(
            (row, context) ->
                damaged.contains(row.getLong("run_id"))
                    ? Optional.<Checkpoint>empty()
                    : read(handle, row))
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  /** Empty for one that is damaged. */
  private static Optional<Checkpoint> read(Handle handle, ResultSet result) throws SQLException {
    StoredRow row = CheckedTable.CHECKPOINT.read(result);
    String run = result.getString("run");
    boolean best = result.getBoolean("best");
    return row.isWhole(handle)
        ? Optional.of(
            new Checkpoint(
                run,
                row.integer("epoch"),
                row.number("bytes"),
                row.text("sha256"),
                best,
                row.instant("created_at")))
        : Optional.empty();
  }

  /**
   * A checkpoint but for its bytes.
   *
   * @param name the run and the epoch
   */
  public record Found(String name, long modelKey, long bytes, String sha256, String state) {
    public ContentStream.Content content() {
      return new ContentStream.Content("checkpoint " + name, bytes, sha256);
    }
  }

  public static Optional<Found> find(Handle handle, String runUid, int epoch) {
    return handle
        .createQuery(SELECT + "WHERE r.uid = :run AND c.epoch = :epoch")
        .bind("run", runUid)
        .bind("epoch", epoch)
        .map((row, context) -> found(row.getString("run"), needWhole(handle, row)))
        .findOne();
  }

  /** One whose model has this SHA-256, of whichever run; none while the first one is damaged. */
  static Optional<Found> findSame(Handle handle, String sha256) {
    return handle
        .createQuery(SELECT + "WHERE c.sha256 = :sha256 FETCH FIRST ROW ONLY")
        .bind("sha256", sha256)
        .map((row, context) -> Map.entry(row.getString("run"), CheckedTable.CHECKPOINT.read(row)))
        .findOne()
        .filter(found -> found.getValue().isWhole(handle))
        .map(found -> found(found.getKey(), found.getValue()));
  }

  private static StoredRow needWhole(Handle handle, ResultSet row) throws SQLException {
    return CheckedTable.CHECKPOINT.read(row).needWhole(handle);
  }

  private static Found found(String run, StoredRow row) {
    return new Found(
        run + "/" + row.integer("epoch"),
        row.number("model_id"),
        row.number("bytes"),
        row.text("sha256"),
        row.text("state"));
  }
}
