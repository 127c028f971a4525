package dev.trawl.store;

import dev.trawl.track.StoreException;
import java.sql.SQLException;
import java.util.Optional;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.jdbi.v3.core.Handle;

/**
 * The database's file, in the process that has it open. H2 writes a changed page to a new place and
 * uses the old one again only when nothing around it is used any more; SQL has no way to help that
 * along while the database is open.
 */
final class DataFile {
  /** In percent; a file may be twice as large as what it holds. */
  private static final int LEAST_USED = 65;

  private static final int REWRITTEN_BYTES = 2 << 20;

  private DataFile() {}

  /** Empty in a process that reaches the database through another one, and in memory. */
  static Optional<MVStore> of(Handle handle) {
    try {
      return handle.getConnection().unwrap(JdbcConnection.class).getSession()
              instanceof SessionLocal session
          ? Optional.of(session.getDatabase().getStore().getMvStore())
          : Optional.empty();
    } catch (SQLException e) {
      throw new StoreException("need a connection of H2, found " + Faults.describe(e), e);
    }
  }

  /** Whether much of the file is unused. */
  static boolean isSparse(Handle handle) {
    return of(handle)
        .filter(file -> file.getFileStore() != null)
        .filter(file -> file.getFileStore().getChunksFillRate() < LEAST_USED)
        .isPresent();
  }

  /** Moves a little of what lies among unused space, which the next commit stores. */
  static void condense(Handle handle) {
    of(handle).ifPresent(file -> file.compact(LEAST_USED, REWRITTEN_BYTES));
  }
}
