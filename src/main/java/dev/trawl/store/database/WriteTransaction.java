package dev.trawl.store.database;

import dev.trawl.track.Change;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * A transaction that changes records. It begins by locking the counter of changes, so there is one
 * at a time on the whole database: nothing that it reads can change under it, no two can wait for
 * each other, and the numbers of changes rise in the order in which readers see them.
 */
public final class WriteTransaction {
  private final Handle handle;
  private final UUID operation;
  private final long now;
  private final PreparedBatch changes;
  private long sequence;

  private WriteTransaction(Handle handle, UUID operation, long now, long sequence) {
    this.handle = handle;
    this.operation = operation;
    this.now = now;
    this.sequence = sequence;
    this.changes =
        handle.prepareBatch(
            """
            INSERT INTO change (sequence, kind, sweep_id, run_id, operation)
            VALUES (:sequence, :kind, :sweep, :run, :operation)
            """);
  }

  static WriteTransaction begin(
      Handle handle, UUID operation, DatabaseClock clock, Flushing flushing) {
    long sequence = lock(handle, flushing);
    return new WriteTransaction(handle, operation, clock.now(handle).toEpochMilli(), sequence);
  }

  /** Waits until no other transaction writes: the number of the latest change. */
  static long lock(Handle handle, Flushing flushing) {
    long sequence =
        handle
            .createQuery("SELECT sequence FROM change_counter WHERE id = 1 FOR UPDATE")
            .mapTo(Long.class)
            .one();
    flushing.beforeWriting(handle);
    return sequence;
  }

  public Handle handle() {
    return handle;
  }

  /** In milliseconds since 1970. */
  public long now() {
    return now;
  }

  /**
   * Whether this operation was committed by an attempt that did not hear of it.
   *
   * @param before the number of the latest change when it was first begun
   */
  boolean isRecorded(long before) {
    return handle
        .createQuery(
            """
            SELECT EXISTS (
              SELECT 1 FROM change WHERE sequence > :before AND operation = :operation)
            """)
        .bind("before", before)
        .bind("operation", operation)
        .mapTo(Boolean.class)
        .one();
  }

  /** The number of the latest change; the next one has the number after it. */
  public long sequence() {
    return sequence;
  }

  /** Records that something changed: the number of the change. */
  public long changed(Change.Kind kind, long sweepKey, @Nullable Long runKey) {
    sequence++;
    changes
        .bind("sequence", sequence)
        .bind("kind", kind.name())
        .bind("sweep", sweepKey)
        .bind("run", runKey)
        .bind("operation", operation)
        .add();
    return sequence;
  }

  /** The last statements before the commit. */
  void end() {
    if (changes.size() > 0) {
      changes.execute();
      handle
          .createUpdate("UPDATE change_counter SET sequence = :sequence WHERE id = 1")
          .bind("sequence", sequence)
          .execute();
    }
  }
}
