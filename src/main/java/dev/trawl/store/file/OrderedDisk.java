package dev.trawl.store.file;

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
 * <p>H2 writes each version of its data as a chunk, where the file is free, with a line at the
 * chunk's beginning and one at its end. The file's header, in two copies, names a chunk; from there
 * H2 looks for the newest one, and takes a chunk for whole when both its lines are there. But a
 * disk writes what it was given since the last flush in any order. A power cut may leave the ends
 * of a chunk and not its middle, a newer chunk without the older one that it relies on, or a header
 * that names a chunk which never came. H2 then opens damaged data, or an old version, and
 * overwrites the rest.
 *
 * <p>So two things are withheld in memory until the file is flushed, by {@link OrderedFile}, and
 * readers see them as if they were written: the first sector of each chunk, without which no chunk
 * is whole, and the header. A flush then goes step by step. First all else gets to the disk. Then
 * come the first sectors one by one, in the order of the chunks, with a flush between new ones: a
 * chunk is never whole without those before it. With the last one goes the header's first copy,
 * which may name a chunk that does not come. Therefore the second copy follows only with the next
 * flush: until then it names a chunk that is whole on the disk. Of two copies one is always right.
 *
 * <p>A flush that fails leaves unknown what the disk has, and none later would write it again. The
 * sectors that went out with it are blanked, and the file refuses every further change until H2
 * opens it anew.
 *
 * <p>When H2 moves chunks, or a flush failed, the old place of a chunk may look whole after
 * something was written into it. H2 prefers a chunk that it comes across at the file's end to the
 * place that the map of chunks names: what it would take so is blanked before it opens the file.
 * Every opening goes by {@link FileCheck}, which finds these, and which header leads to the newest
 * whole version.
 *
 * <p>That H2 does not write over what the disk still needs is not kept here but by {@code
 * Flushing}. {@code PowerLossTest} cuts the power of a simulated disk under both.
 */
public class OrderedDisk extends FilePathWrapper {
  public static final String SCHEME = "ordered";

  /** A disk writes that much whole or not at all; a chunk's first line takes at most 199 bytes. */
  static final int SECTOR_BYTES = 512;

  private static final String SUFFIX = ".mv.db";

  /** Makes it known to H2: the prefix of its files. */
  public static String register() {
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
    if (checked.isPresent()) {
      need(checked.get());
    }
    FileChannel file = super.open(mode);
    if (!name.contains(SUFFIX) || !isWritten) {
      return file;
    }
    try {
      OrderedFile ordered = new OrderedFile(unwrap().toString(), file, checked);
      LeftFiles.opened(ordered);
      return ordered;
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /**
   * @throws IOException when such a file is not to be opened
   */
  void need(FileCheck.Whole file) throws IOException {}

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
