package dev.trawl.store.database;

import dev.trawl.track.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files around a database: who may read them, the password beside it, and a lock so that one
 * process at a time opens or changes the schema. Anybody who can connect as the database's
 * administrator can run code as its owner, hence the care.
 */
public final class DatabaseFiles {
  private static final Logger log = LoggerFactory.getLogger(DatabaseFiles.class);

  private static final String FOLDER = ".trawl";
  private static final int PASSWORD_BYTES = 32;
  private static final int LONGEST_GREETING_MILLIS = 1000;

  private final Path base;
  private final Path folder;
  private final boolean posix;

  /**
   * @param base the database's absolute path without an ending
   */
  public DatabaseFiles(Path base) {
    this.base = base;
    this.folder = parent(base);
    this.posix = base.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static Path parent(Path path) {
    Path parent = path.getParent();
    if (parent == null) {
      throw new IllegalArgumentException("need the path of a file, found " + path);
    }
    return parent;
  }

  /** The database's file, or with another suffix one beside it. */
  public Path file(String suffix) {
    return folder.resolve(base.getFileName() + suffix);
  }

  public Path data() {
    return file(".mv.db");
  }

  /**
   * Whether there is a database.
   *
   * @throws StoreException when a folder has its name
   */
  public boolean exist() {
    needNoFolder();
    return Files.exists(data());
  }

  private void needNoFolder() {
    if (Files.isDirectory(data())) {
      throw new StoreException("need a database's file, found a folder: " + data(), null);
    }
  }

  /** Whether this process may write to the database and beside it. */
  boolean areWritable() {
    return Files.isWritable(data()) && Files.isWritable(folder);
  }

  /** Creates the folder, for its owner alone. A folder that is not Trawl's own is left as it is. */
  public void prepare() throws IOException {
    needNoFolder();
    if (Files.isDirectory(folder)) {
      if (posix && folder.endsWith(FOLDER)) {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      }
      return;
    }
    Path above = folder.getParent();
    if (above != null) {
      Files.createDirectories(above);
    }
    try {
      Files.createDirectory(folder, permissions("rwx------"));
      force(parent(folder));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
  }

  /** Makes a file readable by its owner alone. */
  public void restrict(Path file) throws IOException {
    if (posix) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
  }

  private FileAttribute<?>[] permissions(String mode) {
    if (!posix) {
      return new FileAttribute<?>[0];
    }
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
    };
  }

  /** Whether nobody has the database open. Call it under the {@link #lock}. */
  public boolean areUnused() throws IOException {
    try (FileChannel channel = FileChannel.open(data(), StandardOpenOption.WRITE);
        FileLock lock = tryLock(channel)) {
      return lock != null;
    }
  }

  /**
   * Whether a process listens that has the database open. One that was killed, or died while it
   * opened it, left the same file behind: H2 finds that out, in its own time.
   */
  boolean haveOwner() {
    Properties owner = new Properties();
    try (InputStream lock = Files.newInputStream(file(".lock.db"));
        Socket socket = new Socket()) {
      owner.load(lock);
      String[] server = owner.getProperty("server", "").split(":(?=\\d+$)", 2);
      if (server.length < 2) {
        return false;
      }
      socket.connect(
          new InetSocketAddress(server[0], Integer.parseInt(server[1])), LONGEST_GREETING_MILLIS);
      return true;
    } catch (SocketTimeoutException e) {
      return true; // it is stopped, and has many callers
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  /** Waits until no other process or thread opens this database. */
  public FileLock lock(Duration timeout) throws IOException {
    FileChannel channel =
        open(file(".opening"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      return lock(channel, timeout);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private FileLock lock(FileChannel channel, Duration timeout) throws IOException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      FileLock lock = tryLock(channel);
      if (lock != null) {
        return lock;
      }
      if (System.nanoTime() > deadline) {
        throw new StoreException(
            "need to open %s within %d s, found another process opening it all the time"
                .formatted(base, timeout.toSeconds()),
            null);
      }
      pause();
    }
  }

  /** Null when another process or thread has it. */
  static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    return tryLock(channel, false);
  }

  /**
   * The same.
   *
   * @param shared with others that read: all that a file allows that can't be written to
   */
  public static @Nullable FileLock tryLock(FileChannel channel, boolean shared) throws IOException {
    try {
      return channel.tryLock(0, Long.MAX_VALUE, shared);
    } catch (OverlappingFileLockException e) {
      return null; // another thread of this process
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(10);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** The database's password, a new one for a new database. Call it under the lock. */
  public String password() throws IOException {
    Path file = file(".password");
    if (Files.exists(file)) {
      String password = Files.readString(file).strip();
      if (password.isEmpty()) {
        throw new StoreException(
            "need the password of %s in %s, found an empty file".formatted(data(), file), null);
      }
      return password;
    }
    if (exist()) {
      throw new StoreException(
          "need the password of %s in %s, found no such file".formatted(data(), file), null);
    }
    byte[] random = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    keepPassword(password);
    return password;
  }

  /** Writes the password down in place of another one. Call it under the lock. */
  public void keepPassword(String password) throws IOException {
    Path file = file(".password");
    Path draft = file(".password.new");
    try {
      try (FileChannel channel = create(draft)) {
        ByteBuffer bytes = ByteBuffer.wrap((password + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      publish(draft, file);
    } finally {
      Files.deleteIfExists(draft); // of a full disk
    }
  }

  /**
   * Renames a file whose bytes are on the disk, in place of what has that name; the new name is on
   * the disk, too, when this returns.
   */
  public void publish(Path draft, Path file) throws IOException {
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    force(parent(file));
  }

  /** Only POSIX has a way to flush the names in a folder, and not each file system takes it. */
  private void force(Path directory) {
    if (posix) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      } catch (IOException e) {
        log.debug("names not flushed folder={} reason={}", directory, e.toString());
      }
    }
  }

  /** A new file that its owner alone can read. */
  public FileChannel create(Path file) throws IOException {
    Files.deleteIfExists(file);
    return open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  private FileChannel open(Path file, OpenOption... options) throws IOException {
    return FileChannel.open(file, Set.of(options), permissions("rw-------"));
  }
}
