package dev.trawl.store.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.h2.store.fs.FileBaseDefault;
import org.jspecify.annotations.Nullable;

/** The data file of {@link OrderedDisk}. */
final class OrderedFile extends FileBaseDefault {
  private static final int BLOCK_BYTES = FileHeader.BLOCK_BYTES;
  private static final int SECTOR_BYTES = OrderedDisk.SECTOR_BYTES;

  private final String name;
  private final FileChannel file;
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

  /** Whether the disk may still have the end that was cut off. */
  private boolean isCut;

  /** What is withheld, by position, as a reader needs it. */
  private volatile Map<Long, ByteBuffer> newer = Map.of();

  /** What the disk has is not known any more, until H2 opens the file anew. */
  private boolean hasFailed;

  /** Else another one may be writing. */
  private boolean isLocked;

  /**
   * @param name of the file
   * @param checked as the file was before it was opened; empty for a new one
   */
  OrderedFile(String name, FileChannel file, Optional<FileCheck.Whole> checked) throws IOException {
    this.name = name;
    this.file = file;
    this.checked = checked;
    this.header = FileHeader.read(block(0));
    readHeader();
  }

  /**
   * Lets H2 read a header with which it opens the newest version. While the check went on, another
   * process may have written to the file; then it wrote the header too.
   */
  private void readHeader() throws IOException {
    FileHeader first = FileHeader.read(block(0));
    FileHeader second = FileHeader.read(block(BLOCK_BYTES));
    boolean isFirstWhole = first.isValid() && first.names(block(first.position()));
    header = isFirstWhole ? first : second;
    isSecondOld = isFirstWhole; // a flush that failed may have lost what can be read
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
    if (isCut && position + length > file.size()) {
      force(); // else a chunk that was cut off could be whole but for what is written now
    }
    withheld.keySet().removeIf(other -> other >= position && other < position + length);
    ByteBuffer firstBlock = copy(source, BLOCK_BYTES);
    writeFully(withoutFirstSector(firstBlock), position);
    writeFully(source, position + BLOCK_BYTES);
    withheld.put(position, copy(firstBlock, SECTOR_BYTES));
  }

  /** A change of the file, which fails from then on if one has failed. */
  private void attempt(FileOperation operation) throws IOException {
    if (hasFailed) {
      throw new IOException("need a file that could be written to, found one that could not");
    }
    hasFailed = true;
    operation.make();
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
          Math.min(position + target.limit() - begin, block.getKey() + block.getValue().capacity());
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
    attempt(this::flush);
  }

  private void force() throws IOException {
    file.force(true);
    isFlushed = true;
    isCut = false;
  }

  private void flush() throws IOException {
    if (isSecondOld) {
      if (!isFlushed) {
        force(); // before both copies name what may not be on the disk
      }
      writeFully(header.toBlock(), BLOCK_BYTES);
      isSecondOld = false;
    }
    force();
    if (withheld.isEmpty() && written == null) {
      return;
    }
    long flushed = header.version();
    if (written != null) {
      header = FileHeader.read(written);
    }
    FileHeader next = header;
    List<Long> unflushed = new ArrayList<>();
    for (Map.Entry<Long, ByteBuffer> chunk : List.copyOf(withheld.entrySet())) {
      boolean isNew = FileHeader.versionOf(chunk.getValue()) > flushed; // else it was moved
      if (isNew) {
        next = header.naming(chunk.getKey(), chunk.getValue());
        if (!unflushed.isEmpty()) {
          forceChunks(unflushed); // before the chunk that may rely on them
        }
      }
      writeFully(chunk.getValue().duplicate(), chunk.getKey());
      withheld.remove(chunk.getKey());
      unflushed.add(chunk.getKey());
    }
    header = next;
    writeFully(header.toBlock(), 0);
    written = null;
    isSecondOld = true;
    forceChunks(unflushed);
  }

  /**
   * Takes chunks back that could not be flushed: the file may go on to hold them, and no later
   * flush put them on the disk, so that what is written after them would be lost without them.
   */
  private void forceChunks(List<Long> positions) throws IOException {
    try {
      force();
      positions.clear();
    } catch (IOException e) {
      positions.forEach(position -> takeBack(position, e));
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
          isCut = true;
        });
  }

  @Override
  public synchronized @Nullable FileLock tryLock(long position, long size, boolean shared)
      throws IOException {
    FileLock lock = lockAfterLeft(position, size, shared);
    if (lock == null) {
      return null;
    }
    isLocked = true;
    readHeader();
    return new LockUntilClosed(this, lock);
  }

  private @Nullable FileLock lockAfterLeft(long position, long size, boolean shared)
      throws IOException {
    try {
      return file.tryLock(position, size, shared);
    } catch (OverlappingFileLockException e) {
      if (!LeftFiles.close(name)) {
        throw e;
      }
      return file.tryLock(position, size, shared);
    }
  }

  boolean isOf(String file) {
    return name.equals(file);
  }

  /** Closes it as it is: nobody will write to it. */
  synchronized void abandon() throws IOException {
    hasFailed = true;
    file.close();
  }

  /** H2 releases the lock, then closes the file: what is written then has to be under it, too. */
  private static final class LockUntilClosed extends FileLock {
    private final FileLock lock;

    LockUntilClosed(FileChannel file, FileLock lock) {
      super(file, lock.position(), lock.size(), lock.isShared());
      this.lock = lock;
    }

    @Override
    public boolean isValid() {
      return lock.isValid();
    }

    @Override
    public void release() {}
  }

  @Override
  protected synchronized void implCloseChannel() throws IOException {
    try {
      if (isLocked && !hasFailed) {
        force(true);
        force(true); // for the header's second copy
      }
    } finally {
      file.close();
    }
  }

  /** Something that is done to the file. */
  private interface FileOperation {
    void make() throws IOException;
  }
}
