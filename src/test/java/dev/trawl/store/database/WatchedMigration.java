package dev.trawl.store.database;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Called by the migration in {@code db/watched}. */
public final class WatchedMigration {
  private WatchedMigration() {}

  /**
   * Fails unless the file that is being migrated is locked.
   *
   * @param draft H2's path of the database that takes its place
   */
  public static void needLock(String draft) throws IOException {
    String base = draft.substring(draft.indexOf('/')).replaceFirst("-new$", "");
    try (FileChannel data = FileChannel.open(Path.of(base + ".mv.db"), StandardOpenOption.WRITE);
        FileLock lock = DatabaseFiles.tryLock(data)) {
      if (lock != null) {
        throw new IOException("need a locked file, found one that others can open");
      }
    }
  }
}
