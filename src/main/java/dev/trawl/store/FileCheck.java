package dev.trawl.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.SingleFileStore;
import org.h2.store.fs.FilePath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a file of H2 is whole, found before H2 opens it: H2 itself would fall back to an older or
 * even empty version, and go on with it. A kill or a power cut leaves a file that is: the first
 * copy of its header may name a chunk that never came, but the second one names a chunk that the
 * disk has ({@link OrderedDisk}), and every chunk of that version is there.
 *
 * <p>A page has no checksum of what it holds. So each page but the models' is read: one whose bytes
 * were lost names other pages, has keys out of order, or ends where it should not.
 */
final class FileCheck {
  private static final Logger log = LoggerFactory.getLogger(FileCheck.class);
  private static final int BLOCK_BYTES = FileHeader.BLOCK_BYTES;

  private final String path;
  private final PageFile file;

  private FileCheck(String path, PageFile file) {
    this.path = path;
    this.file = file;
  }

  /**
   * Reads a file, which stays as it is. One that a process has open is its concern.
   *
   * @throws Damage when it is not whole
   * @throws ForeignObject when it holds what Trawl does not write
   */
  static void check(FilePath path) throws IOException {
    try (FileChannel channel = path.open("r")) {
      Optional<StoredFile> stored = new FileCheck(path.toString(), new PageFile(channel)).read();
      if (stored.isPresent()) {
        new DataCheck(stored.get()).check();
      }
    } catch (ForeignObject e) {
      throw new ForeignObject(
          "a file left as it is: %s; %s brings its data over without it"
              .formatted(e.getMessage(), Remedies.repair(path)));
    } catch (Damage e) {
      throw new Damage(
          "a damaged file, left as it is: %s; %s".formatted(e.getMessage(), Remedies.of(path)), e);
    }
  }

  /** The version of the file that H2 would open; the file is whole but for the maps in it. */
  static StoredFile read(FileChannel channel, String path) throws IOException {
    return new FileCheck(path, new PageFile(channel))
        .read()
        .orElseThrow(() -> new IOException("need a file that nobody has open, found " + path));
  }

  private Optional<StoredFile> read() throws IOException {
    FileHeader first = FileHeader.read(file.read(0, BLOCK_BYTES));
    FileHeader second = FileHeader.read(file.read(BLOCK_BYTES, BLOCK_BYTES));
    if (!first.isValid()) {
      throw new Damage(
          "need H2's header as its first block, found " + Shown.bytes(file.read(0, BLOCK_BYTES)));
    }
    OptionalLong version = version();
    if (version.isEmpty()) {
      return Optional.empty();
    }
    need(version.getAsLong(), first, second);
    StoredFile stored = new StoredFile(file, last(version.getAsLong(), List.of(first, second)));
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
      throw new Damage(
          "need chunk %x at byte %d, found chunk %x"
              .formatted(chunk.id(), chunk.begin(), found.id()));
    }
  }

  /** That H2 would open; empty while a process has it open. */
  private OptionalLong version() throws Damage {
    SingleFileStore opened = new SingleFileStore(Map.of());
    try {
      opened.open(path, true, null);
      // Closed with the file alone: it has nothing to write, and may have failed half-way.
      MVStore store = new MVStore.Builder().fileStore(opened).autoCommitDisabled().open();
      for (Map.Entry<String, String> entry : store.getLayoutMap().entrySet()) {
        if (entry.getKey().startsWith("chunk.")) {
          file.add(StoredChunk.parse(entry.getValue()));
        }
      }
      return OptionalLong.of(opened.lastChunkVersion());
    } catch (MVStoreException e) {
      if (e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED) {
        return OptionalLong.empty();
      }
      throw noVersion(e);
    } catch (RuntimeException e) { // H2 trusts what it reads
      throw noVersion(e);
    } finally {
      close(opened);
    }
  }

  private static Damage noVersion(RuntimeException e) {
    return new Damage("need chunks that belong together, found " + Shown.text(e.toString()), e);
  }

  private static void close(SingleFileStore opened) {
    try {
      opened.close();
    } catch (RuntimeException e) {
      log.debug("file not closed reason={}", e.toString()); // it was not open
    }
  }

  /** The second copy is written after what it names is on the disk, and the first of all never. */
  private void need(long version, FileHeader first, FileHeader second) throws Damage {
    long least = second.isValid() ? second.version() : first.version();
    if (version < least) {
      throw new Damage(
          "need version %d of the data, which the file's header names, found version %d as the newest"
              .formatted(least, version));
    }
    if (version < first.version() && first.position() >= file.size()) {
      throw new Damage(
          "need a file of more than %d bytes, as its header says, found %d"
              .formatted(first.position(), file.size()));
    }
  }

  /** The chunk of a version: a header names it unless the process was killed. */
  private StoredChunk last(long version, List<FileHeader> headers) throws IOException {
    List<Long> blocks = new ArrayList<>();
    headers.forEach(header -> blocks.add(header.position() / BLOCK_BYTES));
    for (long block = 2; block < file.size() / BLOCK_BYTES; block++) {
      blocks.add(block);
    }
    for (long block : blocks) {
      try {
        StoredChunk chunk = StoredChunk.readBegin(file, block);
        if (chunk.version() == version) {
          return StoredChunk.read(file, block);
        }
      } catch (Damage e) {
        // no chunk begins there
      }
    }
    throw new Damage("need the chunk of version %d, found none".formatted(version));
  }
}
