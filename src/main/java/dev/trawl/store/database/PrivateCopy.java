package dev.trawl.store.database;

import dev.trawl.draft.Draft;
import dev.trawl.store.file.FileCheck;
import dev.trawl.store.file.RowDamage;
import dev.trawl.track.StoreException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.h2.store.fs.FilePath;

/**
 * A copy of a database for its reader alone, since H2 writes to a file, and Trawl migrates it,
 * before either reads: of one that can't be written to, or that is to stay as it is because rows in
 * it are damaged.
 *
 * <p>It is deleted once it is closed, or when the process is told to end.
 */
public final class PrivateCopy {
  private static final int BYTES_AT_A_TIME = 1 << 20;

  private final DatabaseUrl url;
  private final DatabaseFiles files;
  private final Draft draft;

  private PrivateCopy(DatabaseUrl url, DatabaseFiles files, Draft draft) {
    this.url = url;
    this.files = files;
    this.draft = draft;
  }

  /**
   * Opens a database to read it: a copy where it is to be one.
   *
   * @param opening is given the URL, and what is to be run once it is closed
   * @throws StoreException when it can't be opened
   */
  public static <T> T orItself(
      DatabaseUrl url, DatabaseFiles files, BiFunction<DatabaseUrl, Runnable, T> opening) {
    if (files.areWritable()) {
      try {
        return opening.apply(url.toRead(), () -> {});
      } catch (StoreException e) {
        if (!RowDamage.isCauseOf(e)) {
          throw e;
        }
      }
    }
    PrivateCopy copy = of(url, files);
    return copy.open(copied -> opening.apply(copied, copy::delete));
  }

  /**
   * What is to be copied: {@link #open} does it.
   *
   * @throws StoreException when it can't be read, or is damaged
   */
  public static PrivateCopy of(DatabaseUrl url, DatabaseFiles files) {
    try {
      Opening.bindToLoopback(); // The check is the first that loads H2.
      FileCheck.check(FilePath.get(files.data().toString())); // said of it, not of the copy
      return new PrivateCopy(url, files, Draft.elsewhere("trawl-read"));
    } catch (IOException e) {
      throw unread(files, e);
    }
  }

  private static StoreException unread(DatabaseFiles files, IOException e) {
    return new StoreException(
        "need to read %s, found %s".formatted(files.data(), Faults.describe(e)), e);
  }

  /**
   * Makes the copy and opens it; a failure deletes it.
   *
   * @param opening is given the copy's URL
   */
  private <T> T open(Function<DatabaseUrl, T> opening) {
    try {
      return draft.fill(
          () -> {
            fill();
            return opening.apply(url.unlocked(draft.resolve("copy")));
          });
    } catch (IOException e) {
      delete();
      throw unread(files, e);
    } catch (RuntimeException e) {
      delete();
      throw e;
    }
  }

  private void fill() throws IOException {
    try (FileChannel data = FileChannel.open(files.data(), StandardOpenOption.READ);
        FileLock lock = DatabaseFiles.tryLock(data, true)) {
      if (lock == null) {
        throw new StoreException(
            "need %s closed to read it from a copy, found another process using it"
                .formatted(files.data()),
            null);
      }
      copy(data, draft.resolve("copy.mv.db"));
      Path password = files.file(".password");
      if (Files.exists(password)) {
        Files.copy(password, draft.resolve("copy.password"));
      }
    }
  }

  private void copy(FileChannel from, Path to) throws IOException {
    try (OutputStream out = Files.newOutputStream(to, StandardOpenOption.CREATE_NEW)) {
      long copied = 0;
      while (copied < from.size()) {
        draft.needWanted();
        copied += from.transferTo(copied, BYTES_AT_A_TIME, Channels.newChannel(out));
      }
    }
  }

  /** Once it is closed. */
  public void delete() {
    draft.close();
  }
}
