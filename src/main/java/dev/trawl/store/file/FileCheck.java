package dev.trawl.store.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.h2.store.fs.FilePath;
import org.jspecify.annotations.Nullable;

/**
 * Whether a file of H2 is whole, found before H2 opens it: H2 itself would fall back to an older or
 * even empty version, and go on with it. A kill or a power cut leaves a file that is: the first
 * copy of its header may name a chunk that never came, but the second one names a chunk that the
 * disk has ({@link OrderedDisk}), and every chunk of that version is there.
 *
 * <p>The newest version is that of the newest chunk which is whole, wherever it is: a chunk is
 * whole on the disk only after all that it needs, and the header names it only after that. So a
 * header that leads to an older one was cut off from it, or is damaged, and H2 falls back where a
 * chunk is lost that nothing needs; {@link OrderedDisk} has it open the newest in either case.
 *
 * <p>A page has no checksum of what it holds. So each page but the models' is read: one whose bytes
 * were lost names other pages, has keys out of order, or ends where it should not.
 */
public final class FileCheck {
  private static final int BLOCK_BYTES = FileHeader.BLOCK_BYTES;

  private final String path;
  private final PageFile file;

  /** Where chunks were, in bytes, from where H2 would read them again. */
  private List<Long> leftovers = List.of();

  private @Nullable FileHeader instead;

  private FileCheck(String path, PageFile file) {
    this.path = path;
    this.file = file;
  }

  /**
   * A file that was found whole.
   *
   * @param first the header's first copy
   * @param second the other one
   * @param instead the header with which H2 opens the newest version; null when it does with these
   * @param leftovers where chunks were, in bytes, from where H2 would read them again
   * @param hasDamagedRows whether some rows are not as they were written
   */
  public record Whole(
      FileHeader first,
      FileHeader second,
      @Nullable FileHeader instead,
      List<Long> leftovers,
      boolean hasDamagedRows) {
    public Whole {
      leftovers = List.copyOf(leftovers);
    }
  }

  /**
   * Reads a file, which stays as it is.
   *
   * @return empty when a process has it open, whose concern it is
   * @throws FileDamage when it is not whole
   * @throws ForeignObject when it holds what Trawl does not write
   */
  public static Optional<Whole> check(FilePath path) throws IOException {
    return checkCopy(path, path);
  }

  /**
   * Reads a file's copy.
   *
   * @param original which messages name, with what can be done about it
   */
  public static Optional<Whole> checkCopy(FilePath path, FilePath original) throws IOException {
    try {
      return needWhole(path);
    } catch (ForeignObject e) {
      needNoNewer(path);
      throw new ForeignObject(
          "a file left as it is: %s; %s brings its data over without it"
              .formatted(e.getMessage(), Remedies.repair(original)));
    } catch (FileDamage e) {
      throw new FileDamage(
          "a damaged file, left as it is: %s; %s".formatted(e.getMessage(), Remedies.of(original)),
          e);
    }
  }

  /** A newer Trawl's objects are foreign, too; the database says whose they are. */
  private static void needNoNewer(FilePath path) throws IOException {
    try (FileChannel channel = path.open("r")) {
      int known = SchemaObjects.VERSION;
      int found =
          SalvagedTables.in(SalvagedFile.read(new PageFile(channel))).version().orElse(known);
      if (found > known) {
        throw new ForeignObject(
            "a file left as it is: need schema version <= %d, found %d: the database was written by a newer Trawl"
                .formatted(known, found));
      }
    }
  }

  /** The same, without what can be done about it. */
  public static Optional<Whole> needWhole(FilePath path) throws IOException {
    try (FileChannel channel = path.open("r")) {
      FileCheck check = new FileCheck(path.toString(), new PageFile(channel));
      Optional<StoredFile> stored = check.read();
      if (stored.isEmpty()) {
        return Optional.empty();
      }
      DataCheck data = new DataCheck(stored.get());
      data.check();
      return Optional.of(
          new Whole(
              check.header(0),
              check.header(1),
              check.instead,
              check.leftovers,
              data.hasDamagedRows()));
    }
  }

  /** The newest version of the file, which is whole but for the maps in it. */
  static StoredFile read(FileChannel channel, String path) throws IOException {
    return new FileCheck(path, new PageFile(channel))
        .read()
        .orElseThrow(() -> new IOException("need a file that nobody has open, found " + path));
  }

  private FileHeader header(int copy) throws IOException {
    return FileHeader.read(file.read((long) copy * BLOCK_BYTES, BLOCK_BYTES));
  }

  private Optional<StoredFile> read() throws IOException {
    FileHeader first = header(0);
    FileHeader second = header(1);
    if (!first.isValid()) {
      throw new FileDamage(
          "need H2's header as its first block, found " + Shown.bytes(file.read(0, BLOCK_BYTES)));
    }
    Optional<OpenedVersion> opened = known(OpenedVersion.of(path));
    if (opened.isEmpty()) {
      return Optional.empty();
    }
    StoredChunk newest = newest(opened.get(), List.of(first, second));
    need(newest.version(), first, second);
    if (newest.version() > opened.get().version()) {
      needInstead(newest, first);
    }
    StoredFile stored = new StoredFile(file, newest);
    for (StoredChunk chunk : stored.chunks()) {
      if (chunk.isLive()) {
        need(chunk);
      }
    }
    stored.readMaps();
    return Optional.of(stored);
  }

  private void need(StoredChunk chunk) throws IOException {
    StoredChunk found = StoredChunk.read(file, chunk.block());
    if (found.id() != chunk.id()) {
      throw new FileDamage(
          "need chunk %x at byte %d, found chunk %x"
              .formatted(chunk.id(), chunk.begin(), found.id()));
    }
  }

  private void needInstead(StoredChunk newest, FileHeader first) throws IOException {
    instead = first.unclosed(newest.begin(), file.read(newest.begin(), BLOCK_BYTES));
    Optional<OpenedVersion> opened = known(OpenedVersion.of(path, instead));
    if (opened.isPresent() && opened.get().version() != newest.version()) {
      throw new FileDamage(
          "need all chunks of version %d, the newest, found those of version %d"
              .formatted(newest.version(), opened.get().version()));
    }
  }

  private Optional<OpenedVersion> known(Optional<OpenedVersion> opened) {
    leftovers = opened.map(OpenedVersion::leftovers).orElse(List.of());
    opened.ifPresent(version -> version.chunks().forEach(file::add));
    return opened;
  }

  /** The second copy is written after what it names is on the disk, and the first of all never. */
  private void need(long version, FileHeader first, FileHeader second) throws IOException {
    long least = second.isValid() ? second.version() : first.version();
    if (version < least) {
      throw new FileDamage(
          "need version %d of the data, which the file's header names, found version %d as the newest"
              .formatted(least, version));
    }
    if (version < first.version()) {
      needUnfinished(first);
    }
  }

  /**
   * Before the first copy names a chunk, all of it but its first sector is on the disk, and that
   * one is zeros until it is whole.
   */
  private void needUnfinished(FileHeader first) throws IOException {
    if (first.position() >= file.size()) {
      throw new FileDamage(
          "need a file of more than %d bytes, as its header says, found %d"
              .formatted(first.position(), file.size()));
    }
    ByteBuffer begin = file.read(first.position(), BLOCK_BYTES);
    boolean isUnfinished = Shown.isZero(begin.slice(0, OrderedDisk.SECTOR_BYTES)) || !hasEnd(first);
    if (Shown.isZero(begin) || first.names(begin) || !isUnfinished) {
      throw new FileDamage(
          "need chunk %x at byte %d, which the file's header names, found another or a part of it"
              .formatted(first.chunk(), first.position()));
    }
  }

  private boolean hasEnd(FileHeader header) throws IOException {
    long begin = header.position() / BLOCK_BYTES;
    for (long block = begin; block < file.size() / BLOCK_BYTES; block++) {
      Optional<StoredChunk> chunk = StoredChunk.ofEnd(file, block);
      if (chunk.isPresent() && chunk.get().block() == begin) {
        return header.namesChunk(chunk.get().id(), chunk.get().version());
      }
    }
    return false;
  }

  /** At least of the version that H2 would open. Chunks of another past were written before it. */
  private StoredChunk newest(OpenedVersion opened, List<FileHeader> headers) throws IOException {
    long version = opened.version();
    List<StoredChunk> whole = new UnusedSpace(file, opened.chunks()).chunks();
    StoredChunk last = last(version, headers, whole);
    List<StoredChunk> later =
        whole.stream()
            .filter(chunk -> chunk.version() > version && chunk.time() >= last.time())
            .sorted(Comparator.comparingLong(StoredChunk::version))
            .toList();
    later.forEach(file::add);
    return later.isEmpty() ? last : later.get(later.size() - 1);
  }

  /** The chunk of a version: a header names it unless the process was killed. */
  private StoredChunk last(long version, List<FileHeader> headers, List<StoredChunk> whole)
      throws FileDamage {
    return whole.stream()
        .filter(chunk -> chunk.version() == version)
        .max(
            Comparator.comparing(
                chunk -> headers.stream().anyMatch(header -> header.position() == chunk.begin())))
        .orElseThrow(
            () -> new FileDamage("need the chunk of version %d, found none".formatted(version)));
  }
}
