package dev.trawl.store;

import dev.trawl.track.StoreException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import org.h2.command.CommandInterface;
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
  private static final int LEAST_USED = 85;

  private static final int REWRITTEN_BYTES = 512 << 10;

  /** Not worth the trouble. */
  private static final long SMALL_BYTES = 16 << 20;

  private DataFile() {}

  /** Whether this process has the database open, and reaches it through no other one. */
  static boolean isHere(Handle handle) {
    return session(handle).isPresent();
  }

  /** Empty in a process that reaches the database through another one, and in memory. */
  static Optional<MVStore> of(Handle handle) {
    return session(handle)
        .map(session -> session.getDatabase().getStore().getMvStore())
        .filter(MVStore::isPersistent);
  }

  private static Optional<SessionLocal> session(Handle handle) {
    try {
      return handle.getConnection().unwrap(JdbcConnection.class).getSession()
              instanceof SessionLocal session
          ? Optional.of(session)
          : Optional.empty();
    } catch (SQLException e) {
      throw new StoreException("need a connection of H2, found " + Faults.describe(e), e);
    }
  }

  /**
   * Lets H2 write where the file has free space, unless the file is being copied. To be called with
   * the lock of writers, for a copy begins under it.
   */
  static void useFreeSpace(Handle handle) {
    of(handle)
        .filter(file -> !file.isSpaceReused() && !isCopied(handle))
        .ifPresent(file -> file.setReuseSpace(true));
  }

  /** Whether somebody's BACKUP is running, whichever process asked for it. */
  private static boolean isCopied(Handle handle) {
    return session(handle).stream()
        .flatMap(session -> Arrays.stream(session.getDatabase().getSessions(false)))
        .map(SessionLocal::getCurrentCommand)
        .anyMatch(
            command -> command != null && command.getCommandType() == CommandInterface.BACKUP);
  }

  /** Whether much of the file is unused. */
  static boolean isSparse(Handle handle) {
    return of(handle)
        .map(MVStore::getFileStore)
        .filter(file -> file.size() > SMALL_BYTES && file.getChunksFillRate() < LEAST_USED)
        .isPresent();
  }

  /** Moves a little of what lies among unused space; whether there was any. */
  static boolean condense(Handle handle) {
    return !isCopied(handle)
        && of(handle).filter(file -> file.compact(LEAST_USED, REWRITTEN_BYTES)).isPresent();
  }
}
