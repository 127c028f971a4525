package dev.trawl.dashboard;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one server keeps what is to be fetched from it: a folder that is locked while the server
 * lives. What a server left that was killed is found by its lock, which the system frees, and is
 * deleted by the next. Safe for use by many threads.
 */
final class ExportFolder implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(ExportFolder.class);
  private static final String PREFIX = "server-";
  private static final String LOCK = ".lock";

  private final Path parent;
  private @Nullable Path own; // guarded by this, as the next
  private @Nullable FileChannel lock;
  private boolean closed;

  /**
   * @param parent what all servers share
   */
  ExportFolder(Path parent) {
    this.parent = parent;
  }

  /**
   * The server's own, which is made when it is first asked for.
   *
   * @throws IOException when it can't be made, or the server has ended
   */
  synchronized Path own() throws IOException {
    if (closed) {
      throw new IOException("need a server that goes on, found one that ends");
    }
    Path made = own;
    if (made == null) {
      Files.createDirectories(parent);
      try (FileChannel making = lockOf(parent)) {
        making.lock(); // so that nobody takes a folder without its lock for one that was left
        made = Files.createTempDirectory(parent, PREFIX);
        FileChannel held = lockOf(made);
        held.lock();
        lock = held;
      }
      own = made;
    }
    return made;
  }

  /** Deletes what dead servers left. */
  synchronized void clean() {
    if (!Files.isDirectory(parent)) {
      return;
    }
    try (FileChannel making = lockOf(parent)) {
      making.lock();
      for (Path folder : servers()) {
        if (isLeft(folder)) {
          delete(folder);
          LOGGER.info("exports of a dead server deleted folder={}", folder);
        }
      }
    } catch (IOException | OverlappingFileLockException e) {
      LOGGER.warn("exports of dead servers stay folder={} reason={}", parent, e.toString());
    }
  }

  private List<Path> servers() throws IOException {
    try (Stream<Path> inside = Files.list(parent)) {
      return inside
          .filter(path -> String.valueOf(path.getFileName()).startsWith(PREFIX))
          .filter(path -> !path.equals(own)) // To close its lock file again would unlock it.
          .toList();
    }
  }

  private static boolean isLeft(Path folder) throws IOException {
    try (FileChannel channel = lockOf(folder)) {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException heldByThisProcess) {
      return false;
    }
  }

  private static FileChannel lockOf(Path folder) throws IOException {
    return FileChannel.open(
        folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  /** Deletes a file or folder with all that is in it; what isn't there is no fault. */
  static void delete(Path path) throws IOException {
    try (Stream<Path> inside = Files.walk(path)) {
      for (Path each : inside.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (NoSuchFileException e) {
      // Gone already.
    }
  }

  /** Deletes the server's own. */
  @Override
  public synchronized void close() {
    closed = true;
    Path made = own;
    FileChannel held = lock;
    if (made == null || held == null) {
      return;
    }
    try {
      held.close(); // First, or Windows would not delete its file.
      delete(made);
    } catch (IOException e) {
      LOGGER.warn("exports left behind folder={} reason={}", made, e.toString());
    }
    own = null;
  }
}
