package dev.trawl.store.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * A file system of H2, {@code recorded:}, that remembers what is written to it and when it is
 * flushed, so that a file can be made as a power cut would have left it: all that was flushed, and
 * any part of what came after. A sector is written whole or not at all.
 */
public final class RecordedDisk extends FilePathWrapper {
  private static final int SECTOR_BYTES = OrderedDisk.SECTOR_BYTES;
  private static final List<Entry> log = new ArrayList<>();
  private static ByteBuffer before = ByteBuffer.allocate(0);
  private static boolean recording;

  /** Changes until the disk fails, and how many fail then. */
  private static int working = Integer.MAX_VALUE;

  private static int failing;
  private static Failing broken = Failing.CHANGES;

  /** Where the entries begin that the next flush is for. */
  private static int unforgotten;

  /** What happened to the file. */
  public sealed interface Entry {}

  public record Write(long position, ByteBuffer bytes) implements Entry {}

  record Truncation(long size) implements Entry {}

  /** The entries from {@code begin} to before {@code end} are on the disk. */
  record Flush(int begin, int end) implements Entry {}

  /** How much of an entry reached the disk. */
  private enum Share {
    NOTHING,
    SOME,
    ALL
  }

  /** Begins with a file that holds these bytes. */
  public static void start(byte[] bytes) {
    FilePath.register(new RecordedDisk());
    synchronized (log) {
      log.clear();
      before = ByteBuffer.wrap(bytes);
      unforgotten = 0;
      recording = true;
      repair();
    }
  }

  public static void stop() {
    synchronized (log) {
      recording = false;
    }
  }

  /** What fails. */
  public enum Failing {
    /** Everything: the disk is full or gone, or the process is killed. */
    CHANGES,
    /**
     * The disk behind the system's cache, which works: the file has what could not be flushed until
     * the power is cut, but no later flush tries it again.
     */
    FLUSHES
  }

  /**
   * Lets changes of the file fail; of a write that fails the first half of its sectors is done.
   *
   * @param after so many changes from now on
   */
  public static void fail(Failing what, int after, int times) {
    synchronized (log) {
      broken = what;
      working = after;
      failing = times;
    }
  }

  /** Whether one of the failures that were asked for has happened. */
  public static boolean hasFailed() {
    synchronized (log) {
      return working == 0;
    }
  }

  /** No failure from now on. */
  public static void repair() {
    fail(Failing.CHANGES, Integer.MAX_VALUE, 0);
  }

  /** What happened until now. */
  public static List<Entry> entries() {
    synchronized (log) {
      return List.copyOf(log);
    }
  }

  /** How much happened until now. */
  public static int length() {
    synchronized (log) {
      return log.size();
    }
  }

  /** How many chunks' first sectors came one after the other, each flushed before the next. */
  public static int mostChunksOfAFlush() {
    List<Entry> entries = entries();
    int most = 0;
    int chunks = 1;
    for (int i = 1; i < entries.size(); i++) {
      if (entries.get(i) instanceof Flush) {
        boolean first =
            entries.get(i - 1) instanceof Write write && write.bytes().capacity() == SECTOR_BYTES;
        chunks = first ? chunks + 1 : 1;
        most = Math.max(most, chunks);
      }
    }
    return most;
  }

  /** How many chunks were written again at another place. */
  public static int movedChunks() {
    Map<String, Set<Long>> places = new HashMap<>();
    for (Entry entry : entries()) {
      if (entry instanceof Write write && write.position() >= 2 * FileHeader.BLOCK_BYTES) {
        Map<String, String> chunk = FileHeader.parse(write.bytes().duplicate().rewind());
        if (chunk.containsKey("toc")) {
          places
              .computeIfAbsent(
                  chunk.get("chunk") + " " + chunk.get("version"), key -> new HashSet<>())
              .add(write.position());
        }
      }
    }
    return places.values().stream().mapToInt(all -> all.size() - 1).sum();
  }

  /** The file that a power cut leaves after so many entries. */
  public static byte[] afterPowerCut(int length, Random random) {
    BitSet flushed = new BitSet();
    for (int i = 0; i < length; i++) {
      if (log.get(i) instanceof Flush flush) {
        flushed.set(flush.begin(), flush.end());
      }
    }
    Image image = new Image(random);
    for (int i = 0; i < length; i++) {
      Share share = flushed.get(i) ? Share.ALL : Share.values()[random.nextInt(3)];
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
      for (int from = 0; from < source.length; from += SECTOR_BYTES) {
        if (share == Share.ALL || (share == Share.SOME && random.nextBoolean())) {
          int length = Math.min(SECTOR_BYTES, source.length - from);
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
        boolean fails = broken != Failing.FLUSHES && fails();
        if (fails) {
          int half = source.remaining() / 2 / SECTOR_BYTES * SECTOR_BYTES;
          source.limit(source.position() + half);
        }
        ByteBuffer bytes = ByteBuffer.allocate(source.remaining()).put(source.duplicate());
        remember(new Write(position, bytes));
        int written = file.write(source, position);
        if (fails) {
          throw new IOException("the disk fails");
        }
        return written;
      }
    }

    private static boolean fails() {
      if (working > 0) {
        working--;
        return false;
      }
      return failing-- > 0;
    }

    @Override
    protected void implTruncate(long size) throws IOException {
      synchronized (log) {
        if (broken != Failing.FLUSHES && fails()) {
          throw new IOException("the disk fails");
        }
        remember(new Truncation(size));
        file.truncate(size);
      }
    }

    @Override
    public void force(boolean metaData) throws IOException {
      synchronized (log) {
        if (fails()) {
          unforgotten = broken == Failing.FLUSHES ? log.size() : unforgotten;
          throw new IOException("the disk fails");
        }
        remember(new Flush(unforgotten, log.size()));
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
