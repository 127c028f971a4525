package dev.trawl.store.backup;

import dev.trawl.draft.Draft;
import dev.trawl.store.database.Credentials;
import dev.trawl.store.database.DatabaseFiles;
import dev.trawl.store.database.DatabaseUrl;
import dev.trawl.store.database.Faults;
import dev.trawl.store.database.Opening;
import dev.trawl.store.database.StoreSettings;
import dev.trawl.store.file.BackupFile;
import dev.trawl.store.file.FileCheck;
import dev.trawl.store.file.FileDamage;
import dev.trawl.track.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.List;
import org.h2.store.fs.FilePath;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a database back from a backup. Until that was found to be whole, nothing is made where the
 * database is to be. Used by one thread.
 */
final class DatabaseRestore {
  private static final Logger log = LoggerFactory.getLogger(DatabaseRestore.class);

  private final DatabaseUrl url;
  private final DatabaseFiles files;
  private final StoreSettings settings;

  DatabaseRestore(DatabaseUrl url, DatabaseFiles files, StoreSettings settings) {
    this.url = url;
    this.files = files;
    this.settings = settings;
  }

  /** Returns what it holds, as {@link DatabaseBackup#restore} says. */
  DatabaseBackup.Restored restore(Path file) {
    try {
      BackupFile backup = BackupFile.read(file);
      BackupContents contents = BackupContents.of(backup.manifest().contents());
      needVersion(contents);
      Credentials credentials = credentials(backup.password());
      needNoDatabase();
      try (Draft draft = Draft.near(files.data(), ".trawl-restore")) {
        List<String> damaged = draft.fill(() -> restore(file, backup, credentials, draft));
        log.info("database restored file={} from={} damaged={}", files.data(), file, damaged);
        return new DatabaseBackup.Restored(contents, damaged);
      }
    } catch (IOException e) {
      throw new StoreException(
          "need to restore %s to %s, found %s".formatted(file, files.data(), Faults.describe(e)),
          e);
    }
  }

  /** Returns the records that are not what was recorded. */
  private List<String> restore(Path file, BackupFile backup, Credentials credentials, Draft draft)
      throws IOException {
    BackupContents contents = BackupContents.of(backup.manifest().contents());
    Path base = draft.resolve("draft");
    Path data = new DatabaseFiles(base).data();
    try (FileChannel channel = files.create(data)) {
      backup.extract(file, channel);
    }
    draft.needWanted();
    boolean hasDamagedRows = needWhole(file, data).hasDamagedRows();
    CopiedDatabase copy = new CopiedDatabase(url, base, credentials);
    needContents(contents, copy);
    List<String> damaged = hasDamagedRows ? damaged(copy, contents) : List.of();
    draft.needWanted();
    publish(data, backup.password());
    return damaged;
  }

  /** The rows of an older schema have no names until the database is opened, and so migrated. */
  private List<String> damaged(CopiedDatabase copy, BackupContents contents) {
    return contents.schema() == settings.schemaVersion()
        ? copy.damagedRows()
        : List.of("some records, which trawl doctor names");
  }

  private void needVersion(BackupContents contents) {
    long found = contents.schema();
    if (found > settings.schemaVersion()) {
      throw new StoreException(
          "need schema version <= %d, found %d: the backup was written by a newer Trawl"
              .formatted(settings.schemaVersion(), found),
          null);
    }
  }

  private Credentials credentials(@Nullable String password) {
    if (password == null && !url.hasCredentials()) {
      throw new StoreException(
          "need USER and PASSWORD in the database's URL, for the backup holds none, found none",
          null);
    }
    if (password != null && url.hasCredentials()) {
      throw new StoreException(
          "need a URL without USER and PASSWORD, for the backup brings its own, found them", null);
    }
    return password == null ? Credentials.IN_URL : new Credentials(Opening.USER, password);
  }

  private void needNoDatabase() {
    if (files.exist()) {
      throw new StoreException(
          "need a place without a database, found %s there".formatted(files.data()), null);
    }
  }

  /** Before H2 opens it; what helps with a damaged database is of no help with a backup of one. */
  private static FileCheck.Whole needWhole(Path file, Path draft) throws IOException {
    try {
      return FileCheck.needWhole(FilePath.get(draft.toString())).orElseThrow();
    } catch (FileDamage e) {
      throw new StoreException(
          "need a backup of a sound database, found %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static void needContents(BackupContents needed, CopiedDatabase draft) {
    BackupContents found = draft.contents();
    if (!found.equals(needed)) {
      throw new StoreException(
          "need a database with %s, as the backup says, found %s in it"
              .formatted(needed.describe(), found.describe()),
          null);
    }
  }

  private void publish(Path draft, @Nullable String password) throws IOException {
    files.prepare();
    FileLock lock = files.lock(settings.patience());
    try {
      needNoDatabase();
      if (password != null) {
        files.keepPassword(password);
      }
      files.publish(draft, files.data());
    } finally {
      lock.acquiredBy().close();
    }
  }
}
