package dev.trawl.store.database;

import dev.trawl.track.StoreException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import org.h2.command.CommandInterface;
import org.h2.engine.Database;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.RandomAccessStore;
import org.jdbi.v3.core.Handle;

/**
 * The database's file, in the process that has it open. H2 writes a changed page to a new place and
 * uses the old one again only when nothing around it is used any more, and the file ends behind the
 * last place that is used; SQL has no way to help either along while the database is open.
 */
final class DataFile {
  /** In percent, of the pages that were written together: else those in use are written anew. */
  private static final int LEAST_USED = 85;

  /** In percent, of the file: else chunks are moved into its free space. */
  private static final int LEAST_FILLED = 60;

  private static final int REWRITTEN_BYTES = 512 << 10;

  /** Of models, which are moved whole. */
  private static final long MOVED_BYTES = 16 << 20;

  /**
   * A file below that is left as it is: an empty database takes 0.15 MB, and a dropped model of the
   * usual size 1.5 MB until the version after the next is on the disk and nobody reads an older
   * one.
   */
  static final long SMALL_BYTES = 2 << 20;

  private DataFile() {}

  /** Whether this process has the database open, and reaches it through no other one. */
  static boolean isHere(Handle handle) {
    return session(handle).isPresent();
  }

  /** Empty in a process that reaches the database through another one, and in memory. */
  static Optional<MVStore> of(Handle handle) {
    return database(handle)
        .map(database -> database.getStore().getMvStore())
        .filter(MVStore::isPersistent);
  }

  /** Empty in a process that reaches the database through another one. */
  static Optional<Database> database(Handle handle) {
    return session(handle).map(SessionLocal::getDatabase);
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
        .filter(file -> file.size() > SMALL_BYTES && (isUsedInPart(file) || hasHoles(file)))
        .isPresent();
  }

  private static boolean isUsedInPart(FileStore<?> file) {
    return file.getChunksFillRate() < LEAST_USED;
  }

  private static boolean hasHoles(FileStore<?> file) {
    return file.getFillRate() < LEAST_FILLED;
  }

  /**
   * Writes a little of what lies among unused data anew, and moves a little of what lies behind
   * free space to the front, so that the file ends earlier; whether there was any. The disk has the
   * old place of what is moved until it has the new one. To be called with the lock of writers.
   */
  static boolean condense(Handle handle) {
    return !isCopied(handle) && of(handle).filter(DataFile::condense).isPresent();
  }

  private static boolean condense(MVStore store) {
    boolean rewritten = store.compact(LEAST_USED, REWRITTEN_BYTES);
    return moveForward(store) || rewritten;
  }

  private static boolean moveForward(MVStore store) {
    if (!(store.getFileStore() instanceof RandomAccessStore file) || !hasHoles(file)) {
      return false;
    }
    long before = file.size();
    file.compactMoveChunks(LEAST_FILLED, MOVED_BYTES, store);
    return file.size() < before;
  }
}
