package dev.trawl.store.table;

import dev.trawl.store.database.Faults;
import dev.trawl.track.DamagedCheckpointException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bytes of checkpoints' models, each once for all checkpoints with the same. */
public final class ModelTable {
  private static final Logger log = LoggerFactory.getLogger(ModelTable.class);

  /** A remote stream can't skip: each piece is read from the beginning. */
  private static final int PIECE_BYTES = 8 << 20;

  /** Follows each model: see V006. Longer than what H2 keeps within the row. */
  private static final byte[] END_MARK = new byte[512];

  private ModelTable() {}

  /** A stored model, which no checkpoint need have yet. */
  record Model(long key, String sha256) {}

  /**
   * Stores a model's bytes, once for all checkpoints with the same: those that had it damaged have
   * it whole again. To be called before the transaction changes anything: a model is then alone in
   * its place in the file, and the place is free when the model is dropped.
   *
   * @param sha256 the model's, which takes as long as the rest: asked for when the bytes are stored
   */
  static Model store(Handle handle, long runKey, byte[] model, Supplier<String> sha256) {
    long key = insert(handle, runKey, model);
    String digest = sha256.get();
    CheckpointTable.Found same = CheckpointTable.findSame(handle, digest).orElse(null);
    if (same == null) {
      return new Model(key, digest);
    }
    if (ContentStream.isWhole(handle, same)) {
      drop(handle, key);
      return new Model(same.modelKey(), digest);
    }
    log.warn("checkpoint={} was damaged and has its model back", same.name());
    CheckpointTable.share(handle, same.modelKey(), key);
    drop(handle, same.modelKey());
    return new Model(key, digest);
  }

  private static void drop(Handle handle, long key) {
    handle.execute("DELETE FROM checkpoint_model WHERE id = ?", key);
  }

  private static long insert(Handle handle, long runKey, byte[] model) {
    long key =
        handle
            .createUpdate(
                """
                INSERT INTO checkpoint_model (run_id, data, end_mark) VALUES (:run, :data, :mark)
                """)
            .bind("run", runKey)
            .bindBinaryStream("data", new ByteArrayInputStream(model), model.length)
            .bindBinaryStream("mark", new ByteArrayInputStream(END_MARK), END_MARK.length)
            .executeAndReturnGeneratedKeys("id")
            .mapTo(Long.class)
            .one();
    handle.execute("CHECKPOINT");
    return key;
  }

  /** Of these models, drops those that no checkpoint has any more, of whichever run. */
  static void dropUnused(Handle handle, Set<Long> keys) {
    handle
        .createUpdate(
            """
            DELETE FROM checkpoint_model m WHERE m.id = ANY(:keys)
              AND NOT EXISTS (SELECT 1 FROM checkpoint c WHERE c.model_id = m.id)
            """)
        .bindArray("keys", Long.class, (Object[]) keys.toArray(Long[]::new))
        .execute();
  }

  /**
   * A checkpoint's model from an offset on, up to some megabytes of it; empty once it is dropped.
   *
   * @throws DamagedCheckpointException when it alone can't be read, of a database that answers
   */
  public static Optional<byte[]> piece(
      Handle handle, CheckpointTable.Found checkpoint, long offset) {
    try {
      return handle
          .createQuery("SELECT data FROM checkpoint_model WHERE id = :id")
          .bind("id", checkpoint.modelKey())
          .map((row, context) -> piece(row.getBinaryStream("data"), offset))
          .findOne();
    } catch (RuntimeException e) { // H2 says the same of a lost block and of a closed file
      handle.execute("CHECKPOINT SYNC"); // throws, too, when it is not the model that is at fault
      throw new DamagedCheckpointException(
          "need the bytes of checkpoint %s, found %s: it is damaged"
              .formatted(checkpoint.name(), Faults.describe(e)));
    }
  }

  private static byte[] piece(InputStream model, long offset) {
    try (model) {
      model.skipNBytes(offset);
      return model.readNBytes(PIECE_BYTES);
    } catch (EOFException e) {
      return new byte[0];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
