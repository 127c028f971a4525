package dev.trawl.data;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a dataset's folder to one writer among all threads and processes. The operating system
 * frees it when its process ends, however it ends; the file itself stays.
 */
final class CacheLock implements AutoCloseable {
  private static final long POLL_MILLIS = 100;

  private final FileChannel channel;

  private CacheLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Waits for the lock; {@code waiting} runs once if it isn't free at once. */
  static CacheLock acquire(Path file, Runnable waiting) throws IOException, InterruptedException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean acquired = false;
    try {
      acquired = tryLock(channel) != null;
      if (!acquired) {
        waiting.run();
      }
      while (!acquired) {
        Thread.sleep(POLL_MILLIS);
        acquired = tryLock(channel) != null;
      }
      return new CacheLock(channel);
    } finally {
      if (!acquired) {
        channel.close();
      }
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }

  /** Closing the channel releases the lock. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
