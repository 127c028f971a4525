package dev.trawl.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Optional;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

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
 * second copy follows with the next flush: until then it names a chunk that is whole on the disk.
 *
 * <p>When H2 moves chunks, the old place of one may look whole after something was written into it.
 * H2 prefers the place that the map of chunks names only to what it does not come across at the
 * file's end: what it would take instead is blanked before it opens the file.
 */
public final class OrderedDisk extends FilePathWrapper {
  private static final String SCHEME = "ordered";

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
    boolean isWritten = mode.startsWith("rw");
    Optional<FileCheck.Whole> checked = check();
    while (isWritten && checked.isPresent() && !checked.get().leftovers().isEmpty()) {
      blank(checked.get().leftovers());
      checked = check(); // then H2 comes across another one
    }
    FileChannel file = super.open(mode);
    return name.contains(SUFFIX) && isWritten ? new OrderedFile(file, checked) : file;
  }

  private Optional<FileCheck.Whole> check() throws IOException {
    return name.endsWith(SUFFIX) && exists() ? FileCheck.check(unwrap()) : Optional.empty();
  }

  private void blank(List<Long> positions) throws IOException {
    try (FileChannel file = super.open("rw")) {
      for (long position : positions) {
        file.write(ByteBuffer.allocate(SECTOR_BYTES), position);
      }
      file.force(true);
    }
  }
}
