package dev.trawl.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The file system that the store's H2 is given, {@code ordered:}: it puts what H2 writes on the
 * disk in an order that a power cut can't harm.
 *
 * <p>H2 writes a version of its data as a chunk, looks for the newest chunk from the one that the
 * file's header names, and takes a chunk for whole when its first and its last line are there. A
 * disk writes in any order, so a power cut may leave a chunk whose ends are there but not its
 * middle, or a header that names a chunk which never came; H2 then opens damaged data, or an old
 * version. So the first sector of a chunk and the header are withheld until the file is flushed:
 * the rest of the chunks goes first, then their first sectors one by one, so that a chunk is never
 * whole without those before it, the newest chunk's with a header that names it. The header's
 * second copy follows with the next flush: it names a chunk that is whole on the disk all the time.
 */
public final class OrderedDisk extends FilePathWrapper {
  private static final String SCHEME = "ordered";

  private static final int BLOCK_BYTES = FileHeader.BLOCK_BYTES;

  /** A disk writes that much whole or not at all; a chunk's first line takes at most 199 bytes. */
  static final int SECTOR_BYTES = 512;

  private static final String SUFFIX = ".mv.db";

  /** Makes it known to H2: the prefix of its files. */
  static String register() {
    FilePath.register(new OrderedDisk());
    return SCHEME;
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  /** Whoever opens a database's file comes by here, so here it is checked. */
  @Override
  public FileChannel open(String mode) throws IOException {
    Optional<FileCheck.Whole> checked =
        name.endsWith(SUFFIX) && exists() ? FileCheck.check(unwrap()) : Optional.empty();
    FileChannel file = super.open(mode);
    return name.contains(SUFFIX) && mode.startsWith("rw") ? new OrderedFile(file, checked) : file;
  }

  /** Something that is done to the file. */
  private interface Change {
    void make() throws IOException;
  }

  /** The data file. */
  private static final class OrderedFile extends FileBaseDefault {
    private final FileChannel file;

    /** As it was before it was opened; empty for a new one. */
    private final Optional<FileCheck.Whole> checked;

    /** The first sectors of chunks that were written since the last flush, in that order. */
    private final Map<Long, ByteBuffer> withheld = new LinkedHashMap<>();

    /** What H2 wrote as header, two copies, since the last flush. */
    private @Nullable ByteBuffer written;

    /** As it is in the first block. */
    private FileHeader header;

    private boolean isSecondOld;

    /** Whether what it held when it was opened is on the disk: a process may have been killed. */
    private boolean isFlushed;

    /** What is withheld, by position, as a reader needs it. */
    private volatile Map<Long, ByteBuffer> newer = Map.of();

    /** What the disk has is not known any more, until H2 opens the file anew. */
    private boolean hasFailed;

    OrderedFile(FileChannel file, Optional<FileCheck.Whole> checked) throws IOException {
      this.file = file;
      this.checked = checked;
      this.header = FileHeader.read(block(0));
      readHeader();
    }

    /**
     * Lets H2 read a header with which it opens the newest version. While the check went on,
     * another process may have written to the file; then it wrote the header too.
     */
    private void readHeader() throws IOException {
      FileHeader first = FileHeader.read(block(0));
      FileHeader second = FileHeader.read(block(BLOCK_BYTES));
      boolean isFirstWhole = first.isValid() && first.names(block(first.position()));
      header = isFirstWhole ? first : second;
      isSecondOld = isFirstWhole && !first.equals(second);
      FileHeader instead =
          checked
              .filter(found -> found.first().equals(first) && found.second().equals(second))
              .map(FileCheck.Whole::instead)
              .orElse(null);
      written = instead == null ? null : instead.toBlocks();
      publish();
    }

    private ByteBuffer block(long position) throws IOException {
      ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
      file.read(block, position);
      return block.flip();
    }

    @Override
    public synchronized long size() throws IOException {
      long size = written == null ? 0 : 2 * BLOCK_BYTES;
      for (long position : withheld.keySet()) {
        size = Math.max(size, position + SECTOR_BYTES);
      }
      return Math.max(size, file.size());
    }

    @Override
    public synchronized int write(ByteBuffer source, long position) throws IOException {
      int length = source.remaining();
      if (position != 0 && (position % BLOCK_BYTES != 0 || length < BLOCK_BYTES)) {
        throw new IOException(
            "need whole blocks to write, found %d bytes at %d".formatted(length, position));
      }
      attempt(() -> write(source, position, length));
      return length;
    }

    private void write(ByteBuffer source, long position, int length) throws IOException {
      if (position == 0) {
        written = copy(source, length);
        return;
      }
      withheld.keySet().removeIf(other -> other >= position && other < position + length);
      ByteBuffer firstBlock = copy(source, BLOCK_BYTES);
      writeFully(withoutFirstSector(firstBlock), position);
      writeFully(source, position + BLOCK_BYTES);
      withheld.put(position, copy(firstBlock, SECTOR_BYTES));
    }

    /** A change of the file, which fails from then on if one has failed. */
    private void attempt(Change change) throws IOException {
      if (hasFailed) {
        throw new IOException("need a file that could be written to, found one that could not");
      }
      hasFailed = true;
      change.make();
      hasFailed = false;
      publish();
    }

    private void publish() {
      Map<Long, ByteBuffer> blocks = new LinkedHashMap<>(withheld);
      if (written != null) {
        blocks.put(0L, written);
      }
      newer = Map.copyOf(blocks);
    }

    private static ByteBuffer copy(ByteBuffer source, int length) {
      byte[] bytes = new byte[length];
      source.get(bytes);
      return ByteBuffer.wrap(bytes);
    }

    /** A whole block: the system would have to read what a part of one is written into. */
    private static ByteBuffer withoutFirstSector(ByteBuffer block) {
      ByteBuffer blank = ByteBuffer.allocate(BLOCK_BYTES);
      return blank.put(SECTOR_BYTES, block, SECTOR_BYTES, BLOCK_BYTES - SECTOR_BYTES);
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
      Map<Long, ByteBuffer> blocks = newer;
      return blocks.isEmpty() ? file.read(target, position) : read(target, position, blocks);
    }

    private int read(ByteBuffer target, long position, Map<Long, ByteBuffer> blocks)
        throws IOException {
      int begin = target.position();
      int read = Math.max(0, file.read(target, position));
      for (Map.Entry<Long, ByteBuffer> block : blocks.entrySet()) {
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
      attempt(() -> flush(metadata));
    }

    private void flush(boolean metadata) throws IOException {
      if (isSecondOld) {
        if (!isFlushed) {
          file.force(metadata); // before both copies name what may not be on the disk
        }
        writeFully(header.toBlock(), BLOCK_BYTES);
        isSecondOld = false;
      }
      file.force(metadata);
      isFlushed = true;
      if (withheld.isEmpty() && written == null) {
        return;
      }
      if (written != null) {
        header = FileHeader.read(written);
      }
      Iterator<Long> positions = List.copyOf(withheld.keySet()).iterator();
      long position = 0;
      while (positions.hasNext()) {
        position = positions.next();
        ByteBuffer sector = Objects.requireNonNull(withheld.get(position), "a withheld sector");
        writeFully(sector.duplicate(), position);
        withheld.remove(position);
        if (positions.hasNext()) {
          forceChunk(position, metadata); // before the chunk that may rely on this one
        } else {
          header = header.naming(position, sector);
        }
      }
      writeFully(header.toBlock(), 0);
      written = null;
      isSecondOld = true;
      forceChunk(position, metadata);
    }

    /**
     * Takes a chunk back that could not be flushed: the file may go on to hold it, and no later
     * flush put it on the disk, so that what is written after it would be lost without it.
     *
     * @param position the chunk's; 0 for none
     */
    private void forceChunk(long position, boolean metadata) throws IOException {
      try {
        file.force(metadata);
      } catch (IOException e) {
        if (position != 0) {
          takeBack(position, e);
        }
        throw e;
      }
    }

    private void takeBack(long position, IOException failure) {
      try {
        writeFully(ByteBuffer.allocate(SECTOR_BYTES), position);
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }

    @Override
    protected synchronized void implTruncate(long size) throws IOException {
      attempt(
          () -> {
            withheld.keySet().removeIf(position -> position >= size);
            file.truncate(size);
          });
    }

    @Override
    public synchronized @Nullable FileLock tryLock(long position, long size, boolean shared)
        throws IOException {
      FileLock lock = file.tryLock(position, size, shared);
      if (lock != null) {
        readHeader();
      }
      return lock;
    }

    @Override
    protected synchronized void implCloseChannel() throws IOException {
      try {
        if (!hasFailed) {
          force(true);
          force(true); // for the header's second copy
        }
      } finally {
        file.close();
      }
    }
  }
}
