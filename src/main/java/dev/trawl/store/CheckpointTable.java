package dev.trawl.store;

import dev.trawl.track.Checkpoint;
import dev.trawl.track.CheckpointData;
import dev.trawl.track.DamagedCheckpointException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Checkpoints, and the bytes of their models. */
final class CheckpointTable {
  private CheckpointTable() {}

  /** A model whose bytes are in the database, and what its checkpoint will say of it. */
  record Stored(long modelKey, long bytes, String sha256, String state) {}

  /** Nothing refers to the model yet: unless a checkpoint does, {@link #keep} drops it. */
  static long insertModel(WriteTransaction transaction, long runKey, byte[] model) {
    return transaction
        .handle()
        .createUpdate("INSERT INTO checkpoint_model (run_id, data) VALUES (:run, :data)")
        .bind("run", runKey)
        .bind("data", model)
        .executeAndReturnGeneratedKeys("id")
        .mapTo(Long.class)
        .one();
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

  static void deleteFrom(Handle handle, long runKey, int epoch) {
    handle.execute("DELETE FROM checkpoint WHERE run_id = ? AND epoch >= ?", runKey, epoch);
  }

  /** Drops the checkpoints of other epochs, and models that nothing refers to. */
  static void keep(Handle handle, long runKey, Set<Integer> kept) {
    Integer[] epochs = kept.toArray(Integer[]::new);
    handle
        .createUpdate("DELETE FROM checkpoint WHERE run_id = :run AND NOT (epoch = ANY(:kept))")
        .bind("run", runKey)
        .bindArray("kept", Integer.class, (Object[]) epochs)
        .execute();
    handle
        .createUpdate(
            """
            DELETE FROM checkpoint_model WHERE run_id = :run
              AND id NOT IN (SELECT model_id FROM checkpoint WHERE run_id = :run)
            """)
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
