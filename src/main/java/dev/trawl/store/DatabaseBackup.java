package dev.trawl.store;

import dev.trawl.track.Checkpoint;
import dev.trawl.track.Damage;
import dev.trawl.track.StoreException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Backs a database up into one file, while other processes write to it, and brings it back from
 * there. The file holds the database's password too, and only its owner can read it. Used by one
 * thread.
 */
public final class DatabaseBackup {
  private static final Logger log = LoggerFactory.getLogger(DatabaseBackup.class);

  private final DatabaseUrl url;
  private final DatabaseFiles files;
  private final Clock clock;
  private final StoreSettings settings = StoreSettings.DEFAULT;

  /**
   * @param jdbcUrl of the database, as for {@link H2RunStore#open}
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
   * Writes all that is recorded now, and maybe some of what others record meanwhile. The copy is
   * opened and compared, and each checkpoint read, before it takes its name. A database that can't
   * be written to is backed up from a private copy.
   *
   * @param replace whether another file of that name may be replaced
   * @throws StoreException when there is no such database, the file can't be written, or the copy
   *     is not what it should be
   */
  public Written write(Path file, boolean replace) {
    Path target = file.toAbsolutePath().normalize();
    if (!Files.exists(files.data())) {
      throw new StoreException("need a database, found no file " + files.data(), null);
    }
    if (Files.exists(target) && (!replace || Files.isDirectory(target))) {
      throw new StoreException("need a new file, found %s there".formatted(target), null);
    }
    if (!files.areWritable()) {
      PrivateCopy copy = PrivateCopy.of(url, files);
      try {
        return new DatabaseBackup(copy.url(), clock).write(target);
      } finally {
        copy.delete();
      }
    }
    return write(target);
  }

  private Written write(Path target) {
    ExecutorService executor = Executors.newCachedThreadPool(DatabaseBackup::thread);
    try {
      // Its owner's alone, and beside the target, where there has to be space anyway.
      Path folder = Files.createTempDirectory(parent(target), ".trawl-backup");
      try {
        Written written = write(target, folder, executor);
        log.info(
            "database backed up file={} sequence={} damaged={}",
            target,
            written.contents().sequence(),
            written.damaged());
        return written;
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new StoreException("need to write %s, found %s".formatted(target, e), e);
    } finally {
      executor.shutdown();
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "trawl-backup");
    thread.setDaemon(true);
    return thread;
  }

  private static Path parent(Path file) {
    Path parent = file.getParent();
    if (parent == null) {
      throw new IllegalArgumentException("need the path of a file, found " + file);
    }
    return parent;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      for (Path file : inside.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private Written write(Path target, Path folder, ExecutorService executor) throws IOException {
    Path zip = folder.resolve("copy.zip");
    Path database = folder.resolve("copy.mv.db");
    Retry retry = new Retry(url.base(), url.isElsewhere(), settings);
    Opening opening = new Opening(url, settings, executor, retry);
    Opening.Opened opened = opening.open();
    long before = copy(opened, executor, zip);
    unzip(zip, database);
    Files.delete(zip);
    BackupContents contents = contents(folder.resolve("copy"), opened.credentials());
    if (contents.sequence() < before) {
      throw new StoreException(
          "need a copy that holds change %d, found %d as the latest in it"
              .formatted(before, contents.sequence()),
          null);
    }
    List<String> damaged =
        new ArrayList<>(damaged(folder.resolve("copy"), opened.credentials(), opening));
    damaged.addAll(damagedRows(folder.resolve("copy"), opened.credentials()));
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try {
      try (FileChannel channel = files.create(part)) {
        BackupFile.write(
            channel, database, opened.credentials().password(), contents, clock.instant());
      }
      files.publish(part, target);
    } finally {
      Files.deleteIfExists(part);
    }
    return new Written(contents, damaged);
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

  private List<String> damaged(Path copy, Credentials credentials, Opening opening) {
    List<Checkpoint> damaged;
    try (Connection connection = connect(copy, credentials);
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

  private List<String> damagedRows(Path copy, Credentials credentials) {
    try (Connection connection = connect(copy, credentials);
        Handle handle = Jdbi.open(connection)) {
      new DatabaseCheck(handle).checkRows();
      return FoundDamage.of(handle).all().stream().map(Damage::description).toList();
    } catch (SQLException | JdbiException e) {
      throw new StoreException(
          "need records that can be read in the backup, found " + Faults.describe(e), e);
    }
  }

  /** Opens a database that is nobody else's. */
  private Connection connect(Path base, Credentials credentials) throws SQLException {
    String alone = url.alone(base) + ";IFEXISTS=TRUE";
    return new Connector(alone, credentials).connect();
  }

  private BackupContents contents(Path base, Credentials credentials) {
    try (Connection connection = connect(base, credentials)) {
      return BackupContents.count(connection);
    } catch (SQLException e) {
      throw new StoreException(
          "need a database that opens in the backup, found " + Faults.describe(e), e);
    }
  }

  /**
   * Brings a database back from a backup, to where none is.
   *
   * @return what it holds
   * @throws StoreException when a database is there, or the file is no backup, damaged, or a newer
   *     Trawl's
   */
  public BackupContents restore(Path file) {
    try {
      BackupFile backup = BackupFile.read(file);
      checkVersion(backup);
      Credentials credentials = credentials(backup.password());
      files.prepare();
      FileLock lock = files.lock(settings.patience());
      try {
        restore(file, backup, credentials);
      } finally {
        lock.acquiredBy().close();
      }
      log.info("database restored file={} from={}", files.data(), file);
      return backup.manifest().contents();
    } catch (IOException e) {
      throw new StoreException(
          "need to restore %s to %s, found %s".formatted(file, files.data(), e), e);
    }
  }

  private void checkVersion(BackupFile backup) {
    int found = backup.manifest().contents().schema();
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

  private void restore(Path file, BackupFile backup, Credentials credentials) throws IOException {
    if (Files.exists(files.data())) {
      throw new StoreException(
          "need a place without a database, found %s there".formatted(files.data()), null);
    }
    Path draft = files.file("-new.mv.db");
    try {
      try (FileChannel channel = files.create(draft)) {
        backup.extract(file, channel);
      }
      BackupContents found = contents(files.file("-new"), credentials);
      if (!found.equals(backup.manifest().contents())) {
        throw new StoreException(
            "need a database with %s, found %s".formatted(backup.manifest().contents(), found),
            null);
      }
      if (backup.password() != null) {
        files.keepPassword(backup.password());
      }
      files.publish(draft, files.data());
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
