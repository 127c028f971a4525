package dev.trawl.store.table;

import dev.trawl.track.Change;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The record of changes that readers follow. */
public final class ChangeTable {
  private ChangeTable() {}

  public static long latest(Handle handle) {
    return handle
        .createQuery("SELECT sequence FROM change_counter WHERE id = 1")
        .mapTo(Long.class)
        .one();
  }

  public static List<Change> after(Handle handle, long sequence, int limit) {
    return handle
        .createQuery(
            """
            SELECT c.sequence, c.kind, s.uid AS sweep, r.uid AS run
            FROM change c JOIN sweep s ON s.id = c.sweep_id LEFT JOIN run r ON r.id = c.run_id
            WHERE c.sequence > :sequence AND (c.run_id IS NULL OR r.id IS NOT NULL)
            ORDER BY c.sequence FETCH FIRST :limit ROWS ONLY
            """)
        .bind("sequence", sequence)
        .bind("limit", limit)
        .map(
            (row, context) ->
                new Change(
                    row.getLong("sequence"),
                    Change.Kind.valueOf(row.getString("kind")),
                    row.getString("sweep"),
                    row.getString("run")))
        .list();
  }

  /**
   * Drops a sweep's changes of runs that are gone, or all of it, after one number up to another.
   */
  static void forget(Handle handle, long sweepKey, boolean whole, long after, long last) {
    handle
        .createUpdate(
            """
            DELETE FROM change c
            WHERE c.sequence > :after AND c.sequence <= :last AND c.sweep_id = :sweep
              AND (:whole OR (c.run_id IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM run r WHERE r.id = c.run_id)))
            """)
        .bind("after", after)
        .bind("last", last)
        .bind("sweep", sweepKey)
        .bind("whole", whole)
        .execute();
  }
}
