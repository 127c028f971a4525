package dev.trawl.store;

import dev.trawl.track.Checkpoint;
import dev.trawl.track.CheckpointData;
import dev.trawl.track.DamagedCheckpointException;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Checkpoints, and the bytes of their models. */
final class CheckpointTable {
  private CheckpointTable() {}

  /** A model whose bytes are in the database, and what its checkpoint will say of it. */
  record Stored(long modelKey, long bytes, String sha256, String state) {}

  /**
   * Stores a model's bytes, unless the same ones are there. Nothing refers to it yet: unless a
   * checkpoint does, {@link #keep} drops it.
   */
  static Stored store(WriteTransaction transaction, long runKey, CheckpointData data) {
    Handle handle = transaction.handle();
    String sha256 = Digest.sha256(data.model());
    long key =
        handle
            .createQuery("SELECT model_id FROM checkpoint WHERE sha256 = :sha256")
            .bind("sha256", sha256)
            .setMaxRows(1)
            .mapTo(Long.class)
            .findFirst()
            .orElseGet(() -> insertModel(handle, runKey, data.model()));
    return new Stored(key, data.model().length, sha256, data.state());
  }

  private static long insertModel(Handle handle, long runKey, byte[] model) {
    return handle
        .createUpdate("INSERT INTO checkpoint_model (run_id, data) VALUES (:run, :data)")
        .bind("run", runKey)
        .bindBinaryStream("data", new ByteArrayInputStream(model), model.length)
        .executeAndReturnGeneratedKeys("id")
        .mapTo(Long.class)
        .one();
  }

  /**
   * Replaces the checkpoints of an epoch and of later ones, and drops those of epochs that are not
   * kept.
   *
   * @param stored null where the epoch has none
   */
  static void record(
      WriteTransaction transaction,
      RunTable.Entry run,
      int epoch,
      @Nullable Stored stored,
      Set<Integer> kept) {
    Handle handle = transaction.handle();
    Long[] before = models(handle, run.key());
    handle.execute("DELETE FROM checkpoint WHERE run_id = ? AND epoch >= ?", run.key(), epoch);
    if (stored != null) {
      insert(transaction, run.key(), epoch, stored);
    }
    dropOthers(handle, run.key(), kept);
    dropUnused(handle, run.key(), before);
  }

  static void insert(WriteTransaction transaction, long runKey, int epoch, Stored stored) {
    transaction
        .handle()
        .createUpdate(
            """
            INSERT INTO checkpoint (run_id, epoch, model_id, bytes, sha256, state, created_at)
            VALUES (:run, :epoch, :model, :bytes, :sha256, :state, :now)
            """)
        .bind("run", runKey)
        .bind("epoch", epoch)
        .bind("model", stored.modelKey())
        .bind("bytes", stored.bytes())
        .bind("sha256", stored.sha256())
        .bind("state", stored.state())
        .bind("now", transaction.now())
        .execute();
  }

  /** Drops the checkpoints of other epochs. */
  static void keep(Handle handle, long runKey, Set<Integer> kept) {
    Long[] before = models(handle, runKey);
    dropOthers(handle, runKey, kept);
    dropUnused(handle, runKey, before);
  }

  private static Long[] models(Handle handle, long runKey) {
    return handle
        .createQuery("SELECT model_id FROM checkpoint WHERE run_id = :run")
        .bind("run", runKey)
        .mapTo(Long.class)
        .list()
        .toArray(Long[]::new);
  }

  private static void dropOthers(Handle handle, long runKey, Set<Integer> kept) {
    handle
        .createUpdate("DELETE FROM checkpoint WHERE run_id = :run AND NOT (epoch = ANY(:kept))")
        .bind("run", runKey)
        .bindArray("kept", Integer.class, (Object[]) kept.toArray(Integer[]::new))
        .execute();
  }

  /**
   * Drops the models that no checkpoint has any more, of this run or another: those that this run
   * had, and those whose checkpoint it was killed before recording.
   */
  private static void dropUnused(Handle handle, long runKey, Long[] models) {
    String unused = "AND NOT EXISTS (SELECT 1 FROM checkpoint c WHERE c.model_id = m.id)";
    handle
        .createUpdate("DELETE FROM checkpoint_model m WHERE m.id = ANY(:models) " + unused)
        .bindArray("models", Long.class, (Object[]) models)
        .execute();
    handle
        .createUpdate("DELETE FROM checkpoint_model m WHERE m.run_id = :run " + unused)
        .bind("run", runKey)
        .execute();
  }

  static List<Checkpoint> ofRun(Handle handle, RunTable.Entry run) {
    return handle
        .createQuery(
            """
            SELECT epoch, bytes, sha256, created_at FROM checkpoint
            WHERE run_id = :run ORDER BY epoch
            """)
        .bind("run", run.key())
        .map(
            (row, context) ->
                new Checkpoint(
                    run.uid(),
                    row.getInt("epoch"),
                    row.getLong("bytes"),
                    row.getString("sha256"),
                    run.bestEpoch() != null && run.bestEpoch() == row.getInt("epoch"),
                    Instant.ofEpochMilli(row.getLong("created_at"))))
        .list();
  }

  /**
   * The checkpoint of an epoch, checked.
   *
   * @throws DamagedCheckpointException when its bytes are not those that were written
   */
  static Optional<CheckpointData> find(Handle handle, RunTable.Entry run, int epoch) {
    return handle
        .createQuery(
            """
            SELECT c.sha256, c.state, m.data
            FROM checkpoint c JOIN checkpoint_model m ON m.id = c.model_id
            WHERE c.run_id = :run AND c.epoch = :epoch
            """)
        .bind("run", run.key())
        .bind("epoch", epoch)
        .map(
            (row, context) -> {
              byte[] model = row.getBytes("data");
              check(run.uid(), epoch, row.getString("sha256"), Digest.sha256(model));
              return new CheckpointData(model, row.getString("state"));
            })
        .findOne();
  }

  private static void check(String run, int epoch, String recorded, String found) {
    if (!recorded.equals(found)) {
      throw new DamagedCheckpointException(
          "need checkpoint %s/%d with SHA-256 %s, found %s: it is damaged"
              .formatted(run, epoch, recorded, found));
    }
  }
}
