package dev.trawl.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The file system that the store's H2 is given, {@code ordered:}: it puts what H2 writes on the
 * disk in an order that a power cut can't harm.
 *
 * <p>H2 writes a version of its data as a chunk, looks for the newest chunk from the one that the
 * file's header names, and takes a chunk for whole when its first and its last block are there. A
 * disk writes in any order, so a power cut may leave a chunk whose ends are there but not its
 * middle, or a header that names a chunk which never came; H2 then opens damaged data, or an old
 * version. So the first block of a chunk and the header are withheld until the file is flushed: the
 * rest of the chunks goes first, then their first blocks, the newest chunk's last, with a header
 * that names it. The header's second copy follows with the next flush: it names a chunk that is
 * whole on the disk all the time.
 */
public final class OrderedDisk extends FilePathWrapper {
  static final String SCHEME = "ordered";

  private static final int BLOCK_BYTES = 4096;
  private static final String SUFFIX = ".mv.db";

  static void register() {
    FilePath.register(new OrderedDisk());
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FileChannel open(String mode) throws IOException {
    FileChannel file = super.open(mode);
    return name.contains(SUFFIX) && mode.startsWith("rw") ? new OrderedFile(file) : file;
  }

  /** The data file. */
  private static final class OrderedFile extends FileBaseDefault {
    private final FileChannel file;

    /** The first blocks of chunks that were written since the last flush, in that order. */
    private final Map<Long, ByteBuffer> withheld = new LinkedHashMap<>();

    /** What H2 wrote as header, two copies, since the last flush. */
    private @Nullable ByteBuffer written;

    /** As it is in the first block. */
    private FileHeader header;

    private boolean isSecondOld;

    OrderedFile(FileChannel file) throws IOException {
      this.file = file;
      FileHeader first = readHeader(0);
      this.header = first.isValid() ? first : readHeader(BLOCK_BYTES);
    }

    private FileHeader readHeader(long position) throws IOException {
      ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
      file.read(block, position);
      return FileHeader.read(block.flip());
    }

    @Override
    public synchronized long size() throws IOException {
      long size = written == null ? 0 : 2 * BLOCK_BYTES;
      for (long position : withheld.keySet()) {
        size = Math.max(size, position + BLOCK_BYTES);
      }
      return Math.max(size, file.size());
    }

    @Override
    public synchronized int write(ByteBuffer source, long position) throws IOException {
      int length = source.remaining();
      if (position == 0) {
        written = copy(source, length);
        return length;
      }
      withheld.keySet().removeIf(block -> block >= position && block < position + length);
      if (position % BLOCK_BYTES != 0 || length < BLOCK_BYTES) {
        throw new IOException(
            "need whole blocks to write, found %d bytes at %d".formatted(length, position));
      }
      withheld.put(position, copy(source, BLOCK_BYTES));
      writeFully(source, position + BLOCK_BYTES);
      return length;
    }

    private static ByteBuffer copy(ByteBuffer source, int length) {
      byte[] bytes = new byte[length];
      source.get(bytes);
      return ByteBuffer.wrap(bytes);
    }

    private void writeFully(ByteBuffer source, long position) throws IOException {
      long next = position;
      while (source.hasRemaining()) {
        next += file.write(source, next);
      }
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // Not to wait for a flush.
    public int read(ByteBuffer target, long position) throws IOException {
      Map<Long, ByteBuffer> newer = newer();
      if (newer.isEmpty()) {
        return file.read(target, position);
      }
      return read(target, position, newer);
    }

    private synchronized Map<Long, ByteBuffer> newer() {
      if (withheld.isEmpty() && written == null) {
        return Map.of();
      }
      Map<Long, ByteBuffer> newer = new LinkedHashMap<>(withheld);
      if (written != null) {
        newer.put(0L, written);
      }
      return newer;
    }

    private int read(ByteBuffer target, long position, Map<Long, ByteBuffer> newer)
        throws IOException {
      int begin = target.position();
      int read = Math.max(0, file.read(target, position));
      for (Map.Entry<Long, ByteBuffer> block : newer.entrySet()) {
        long from = Math.max(position, block.getKey());
        long until =
            Math.min(
                position + target.limit() - begin, block.getKey() + block.getValue().capacity());
        if (from < until) {
          int length = (int) (until - from);
          int at = (int) (from - position);
          target.put(begin + at, block.getValue(), (int) (from - block.getKey()), length);
          read = Math.max(read, at + length);
        }
      }
      target.position(begin + read);
      return read == 0 && target.hasRemaining() ? -1 : read;
    }

    @Override
    public synchronized void force(boolean metadata) throws IOException {
      if (isSecondOld) {
        writeFully(header.toBlock(), BLOCK_BYTES);
        isSecondOld = false;
      }
      file.force(metadata);
      if (withheld.isEmpty() && written == null) {
        return;
      }
      if (written != null) {
        header = FileHeader.read(written);
      }
      List<Long> positions = new ArrayList<>(withheld.keySet());
      for (int i = 0; i < positions.size(); i++) {
        long position = positions.get(i);
        if (i == positions.size() - 1) {
          if (i > 0) {
            file.force(metadata);
          }
          header = header.naming(position, need(position));
        }
        writeFully(need(position), position);
        withheld.remove(position);
      }
      writeFully(header.toBlock(), 0);
      written = null;
      isSecondOld = true;
      file.force(metadata);
    }

    private ByteBuffer need(long position) {
      return Objects.requireNonNull(withheld.get(position), "a withheld block").duplicate();
    }

    @Override
    protected void implTruncate(long size) throws IOException {
      withheld.keySet().removeIf(position -> position >= size);
      file.truncate(size);
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
      return file.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
      try {
        force(true);
        force(true);
      } finally {
        file.close();
      }
    }
  }
}
