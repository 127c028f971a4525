package dev.trawl.store.backup;

import dev.trawl.draft.Draft;
import dev.trawl.store.database.DatabaseFiles;
import dev.trawl.store.database.DatabaseUrl;
import dev.trawl.store.database.Faults;
import dev.trawl.store.database.Opening;
import dev.trawl.store.database.PrivateCopy;
import dev.trawl.store.database.Retry;
import dev.trawl.store.database.StoreSettings;
import dev.trawl.store.file.BackupFile;
import dev.trawl.store.file.FileCheck;
import dev.trawl.store.file.FileDamage;
import dev.trawl.store.table.CopiedCheckpoints;
import dev.trawl.track.Checkpoint;
import dev.trawl.track.StoreException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.ZipInputStream;
import org.h2.store.fs.FilePath;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Backs a database up into one file, while other processes write to it, and brings it back from
 * there. The file holds the database's password too, and only its owner can read it. Used by one
 * thread.
 */
public final class DatabaseBackup {
  private static final Logger log = LoggerFactory.getLogger(DatabaseBackup.class);

  /** Who writes all the time seldom makes one unfit; of a damaged database each is. */
  private static final int MOST_COPIES = 3;

  private final DatabaseUrl url;
  private final DatabaseFiles files;
  private final Clock clock;
  private final StoreSettings settings = StoreSettings.DEFAULT;

  /**
   * @param jdbcUrl of the database, as for {@code H2RunStore.open}
   * @throws IllegalArgumentException when it is not a plain file of this machine
   */
  public DatabaseBackup(String jdbcUrl, Clock clock) {
    this(DatabaseUrl.parse(jdbcUrl), clock);
  }

  private DatabaseBackup(DatabaseUrl url, Clock clock) {
    this.url = url;
    this.clock = clock;
    Path base = url.file();
    if (base == null) {
      throw new IllegalArgumentException(
          "need a database in a file of this machine, found " + url.base());
    }
    this.files = new DatabaseFiles(base);
  }

  /**
   * A backup that was written.
   *
   * @param damaged the records, and the checkpoints whose bytes, are not what was recorded, in the
   *     database as in the backup
   */
  public record Written(BackupContents contents, List<String> damaged) {
    public Written {
      damaged = List.copyOf(damaged);
    }
  }

  /**
   * What was restored.
   *
   * @param damaged the records that are not what was recorded, in the database as in the backup
   */
  public record Restored(BackupContents contents, List<String> damaged) {
    public Restored {
      damaged = List.copyOf(damaged);
    }
  }

  /**
   * Writes all that is recorded now, and maybe some of what others record meanwhile. The copy is
   * opened and compared, and each checkpoint read, before it takes its name. A database that can't
   * be written to, or holds damaged rows, is backed up from a private copy.
   *
   * @param replace whether another file of that name may be replaced
   * @throws StoreException when there is no such database, the file can't be written, or the copy
   *     is not what it should be
   */
  public Written write(Path file, boolean replace) {
    Path target = file.toAbsolutePath().normalize();
    if (!files.exist()) {
      throw new StoreException("need a database, found no file " + files.data(), null);
    }
    if (Files.exists(target) && (!replace || Files.isDirectory(target))) {
      throw new StoreException("need a new file, found %s there".formatted(target), null);
    }
    return PrivateCopy.orItself(
        url,
        files,
        (read, afterwards) -> {
          try {
            return new DatabaseBackup(read, clock).write(target);
          } finally {
            afterwards.run();
          }
        });
  }

  private Written write(Path target) {
    ExecutorService executor = Executors.newCachedThreadPool(DatabaseBackup::thread);
    try (Draft draft = Draft.near(target, ".trawl-backup")) {
      Written written = draft.fill(() -> write(target, draft, executor));
      log.info(
          "database backed up file={} sequence={} damaged={}",
          target,
          written.contents().sequence(),
          written.damaged());
      return written;
    } catch (IOException e) {
      throw new StoreException(
          "need to write %s, found %s".formatted(target, Faults.describe(e)), e);
    } finally {
      executor.shutdown();
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "trawl-backup");
    thread.setDaemon(true);
    return thread;
  }

  private Written write(Path target, Draft draft, ExecutorService executor) throws IOException {
    Path zip = draft.resolve("copy.zip");
    Path database = draft.resolve("copy.mv.db");
    Retry retry = new Retry(url.base(), url.isElsewhere(), settings);
    Opening opening = new Opening(url, settings, executor, retry);
    Opening.Opened opened;
    long before;
    int copies = 0;
    do {
      opened = opening.open();
      before = copy(opened, executor, zip);
      unzip(zip, database);
      Files.delete(zip);
      draft.needWanted();
      copies++;
    } while (!isWhole(database, copies == MOST_COPIES));
    CopiedDatabase copy = new CopiedDatabase(url, draft.resolve("copy"), opened.credentials());
    BackupContents contents = copy.contents();
    if (contents.sequence() < before) {
      throw new StoreException(
          "need a copy that holds change %d, found %d as the latest in it"
              .formatted(before, contents.sequence()),
          null);
    }
    List<String> damaged = new ArrayList<>(damaged(copy, opening));
    damaged.addAll(copy.damagedRows());
    draft.needWanted();
    Path whole = draft.resolve("backup.zip");
    try (FileChannel channel = files.create(whole)) {
      BackupFile.write(
          channel, database, opened.credentials().password(), contents.numbers(), clock.instant());
    }
    draft.needWanted();
    files.publish(whole, target);
    return new Written(contents, damaged);
  }

  /**
   * False when another copy may be. One that passes a chunk before its first sector is on the disk,
   * and finds later chunks behind it, is not. A page that broke while the database is open is
   * copied as it is, and is the database's.
   */
  private boolean isWhole(Path copy, boolean isLast) throws IOException {
    try {
      FileCheck.checkCopy(FilePath.get(copy.toString()), FilePath.get(files.data().toString()));
      return true;
    } catch (FileDamage e) {
      if (isLast) {
        throw new StoreException(
            "need a sound database in %s, found %s".formatted(files.data(), e.getMessage()), e);
      }
      return false;
    }
  }

  private long copy(Opening.Opened opened, ExecutorService executor, Path zip) {
    try (Connection connection = opened.connection()) {
      return new LiveCopy(url, executor).write(connection, opened.credentials(), zip);
    } catch (SQLException e) {
      throw new StoreException(
          "need a copy of %s, found %s".formatted(url.base(), Faults.describe(e)), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("need a copy of %s, found an interrupt".formatted(url.base()), e);
    }
  }

  /** The one file that H2 put into the zip, whatever its name. */
  private static void unzip(Path zip, Path database) throws IOException {
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip));
        OutputStream out = Files.newOutputStream(database)) {
      if (in.getNextEntry() == null) {
        throw new IOException("an empty copy");
      }
      in.transferTo(out);
    }
  }

  private List<String> damaged(CopiedDatabase copy, Opening opening) {
    List<Checkpoint> damaged;
    try (Connection connection = copy.connect();
        Handle handle = Jdbi.open(connection)) {
      damaged = new CopiedCheckpoints(handle).damaged();
    } catch (SQLException | JdbiException e) {
      throw new StoreException(
          "need checkpoints that can be read in the backup, found " + Faults.describe(e), e);
    }
    if (damaged.isEmpty()) {
      return List.of();
    }
    try (Connection connection = opening.open().connection();
        Handle handle = Jdbi.open(connection)) {
      return CopiedCheckpoints.alsoDamaged(handle, damaged);
    } catch (SQLException | JdbiException e) {
      throw new StoreException(
          "need %s to compare the backup with, found %s".formatted(url.base(), Faults.describe(e)),
          e);
    }
  }

  /**
   * Brings a database back from a backup, to where none is. When it is refused, nothing is made.
   *
   * @return what it holds
   * @throws StoreException when a database is there, or the file is no backup, damaged, or a newer
   *     Trawl's
   */
  public Restored restore(Path file) {
    return new DatabaseRestore(url, files, settings).restore(file);
  }
}
