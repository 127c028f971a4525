package dev.trawl.store;

import dev.trawl.track.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.h2.store.fs.FilePath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A copy of a database that can't be written to, for its reader alone: H2 writes beside a file, and
 * Trawl migrates it, before either reads.
 *
 * @param url the copy's
 * @param folder what {@link #delete} deletes
 */
record PrivateCopy(DatabaseUrl url, Path folder) {
  private static final Logger log = LoggerFactory.getLogger(PrivateCopy.class);

  /**
   * @throws StoreException when it can't be read, or another process is writing to it
   */
  static PrivateCopy of(DatabaseUrl url, DatabaseFiles files) {
    try {
      Opening.bindToLoopback(); // The check is the first that loads H2.
      if (url.isReadable()) {
        FileCheck.check(FilePath.get(files.data().toString())); // said of it, not of the copy
      }
      Path folder = Files.createTempDirectory("trawl-read"); // its owner's alone
      PrivateCopy copy = new PrivateCopy(url.unlocked(folder.resolve("copy")), folder);
      Runtime.getRuntime().addShutdownHook(new Thread(copy::delete, "trawl-read")); // Ctrl-C
      try {
        copy.fill(files);
        return copy;
      } catch (IOException | RuntimeException e) {
        copy.delete();
        throw e;
      }
    } catch (IOException e) {
      throw new StoreException(
          "need to read %s, found %s".formatted(files.data(), Faults.describe(e)), e);
    }
  }

  private void fill(DatabaseFiles files) throws IOException {
    try (FileChannel data = FileChannel.open(files.data(), StandardOpenOption.READ);
        FileLock lock = DatabaseFiles.tryLock(data, true)) {
      if (lock == null) {
        throw new StoreException(
            "need %s closed to read it from where it can't be written to, found another process using it"
                .formatted(files.data()),
            null);
      }
      Files.copy(files.data(), folder.resolve("copy.mv.db"));
      Path password = files.file(".password");
      if (Files.exists(password)) {
        Files.copy(password, folder.resolve("copy.password"), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /** Once it is closed, or when the process ends. */
  void delete() {
    if (Files.notExists(folder)) {
      return;
    }
    try (Stream<Path> inside = Files.list(folder)) {
      for (Path file : inside.toList()) {
        Files.deleteIfExists(file); // H2, too, deletes what is its own
      }
      Files.delete(folder);
    } catch (IOException e) {
      log.warn("copy left behind folder={} reason={}", folder, e.toString());
    }
  }
}
