package dev.trawl.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * A file system of H2, {@code recorded:}, that remembers what is written to it and when it is
 * flushed, so that a file can be made as a power cut would have left it: all that was flushed, and
 * any part of what came after.
 */
public final class RecordedDisk extends FilePathWrapper {
  private static final int BLOCK_BYTES = 4096;
  private static final List<Entry> log = new ArrayList<>();
  private static ByteBuffer before = ByteBuffer.allocate(0);
  private static boolean recording;

  /** What happened to the file. */
  private sealed interface Entry {}

  private record Write(long position, ByteBuffer bytes) implements Entry {}

  private record Truncation(long size) implements Entry {}

  /** The entries before {@code end} are on the disk. */
  private record Flush(int end) implements Entry {}

  /** How much of an entry reached the disk. */
  private enum Share {
    NOTHING,
    SOME,
    ALL
  }

  /** Begins with a file that holds these bytes. */
  static void start(byte[] bytes) {
    FilePath.register(new RecordedDisk());
    synchronized (log) {
      log.clear();
      before = ByteBuffer.wrap(bytes);
      recording = true;
    }
  }

  static void stop() {
    synchronized (log) {
      recording = false;
    }
  }

  /** How much happened until now. */
  static int length() {
    synchronized (log) {
      return log.size();
    }
  }

  /** The file that a power cut leaves after so many entries. */
  static byte[] afterPowerCut(int length, Random random) {
    int flushed = 0;
    for (int i = 0; i < length; i++) {
      if (log.get(i) instanceof Flush flush) {
        flushed = Math.max(flushed, flush.end());
      }
    }
    Image image = new Image(random);
    for (int i = 0; i < length; i++) {
      Share share = i < flushed ? Share.ALL : Share.values()[random.nextInt(3)];
      image.apply(log.get(i), share);
    }
    return image.bytes();
  }

  /** A file while it is made. */
  private static final class Image {
    private final Random random;
    private byte[] bytes = new byte[before.capacity() + (1 << 20)];
    private int size;

    Image(Random random) {
      this.random = random;
      size = before.capacity();
      System.arraycopy(before.array(), 0, bytes, 0, size);
    }

    void apply(Entry entry, Share share) {
      if (entry instanceof Write write) {
        write(write, share);
      } else if (entry instanceof Truncation truncation && share == Share.ALL) {
        size = (int) Math.min(size, truncation.size());
        Arrays.fill(bytes, size, bytes.length, (byte) 0);
      }
    }

    private void write(Write write, Share share) {
      byte[] source = write.bytes().array();
      for (int from = 0; from < source.length; from += BLOCK_BYTES) {
        if (share == Share.ALL || (share == Share.SOME && random.nextBoolean())) {
          int length = Math.min(BLOCK_BYTES, source.length - from);
          int position = (int) write.position() + from;
          if (position + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * (position + length));
          }
          System.arraycopy(source, from, bytes, position, length);
          size = Math.max(size, position + length);
        }
      }
    }

    byte[] bytes() {
      return Arrays.copyOf(bytes, size);
    }
  }

  @Override
  public String getScheme() {
    return "recorded";
  }

  @Override
  public FileChannel open(String mode) throws IOException {
    return new RecordedFile(super.open(mode));
  }

  /** A file whose changes are remembered. */
  private static final class RecordedFile extends FileBaseDefault {
    private final FileChannel file;

    RecordedFile(FileChannel file) {
      this.file = file;
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public synchronized int read(ByteBuffer target, long position) throws IOException {
      return file.read(target, position);
    }

    @Override
    public synchronized int write(ByteBuffer source, long position) throws IOException {
      synchronized (log) {
        ByteBuffer bytes = ByteBuffer.allocate(source.remaining()).put(source.duplicate());
        remember(new Write(position, bytes));
        return file.write(source, position);
      }
    }

    @Override
    protected void implTruncate(long size) throws IOException {
      synchronized (log) {
        remember(new Truncation(size));
        file.truncate(size);
      }
    }

    @Override
    public void force(boolean metaData) throws IOException {
      synchronized (log) {
        remember(new Flush(log.size()));
      }
    }

    private static void remember(Entry entry) {
      if (recording) {
        log.add(entry);
      }
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
      return file.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
      file.close();
    }
  }
}
