package dev.trawl.store.file;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.SFChunk;
import org.h2.mvstore.SingleFileStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The version of a file that H2 by itself opens, which may not be the newest one.
 *
 * @param chunks that version's, but for the last
 * @param leftovers from where H2 reads chunks that are elsewhere, in bytes
 */
record OpenedVersion(long version, List<StoredChunk> chunks, List<Long> leftovers) {
  private static final Logger log = LoggerFactory.getLogger(OpenedVersion.class);

  OpenedVersion {
    chunks = List.copyOf(chunks);
    leftovers = List.copyOf(leftovers);
  }

  /** Has H2 read a file, which stays as it is; empty while a process has it open. */
  static Optional<OpenedVersion> of(String path) throws FileDamage {
    return read(path, new OpenedFile());
  }

  /** The same, with another header than the file has. */
  static Optional<OpenedVersion> of(String path, FileHeader header) throws FileDamage {
    return read(path, new Headed(header));
  }

  /** A file as H2 reads it. */
  private static class OpenedFile extends SingleFileStore {
    OpenedFile() {
      super(Map.of());
    }

    /** From where H2 reads a chunk instead of from where it is, in bytes. */
    final Optional<Long> leftover(StoredChunk chunk) {
      return Optional.ofNullable(getChunks().get(chunk.id()))
          .filter(opened -> chunk.isLive() && opened.block != chunk.block())
          .map(opened -> opened.block * FileHeader.BLOCK_BYTES);
    }
  }

  /** Has H2 read another header than the file has. */
  private static final class Headed extends OpenedFile {
    private final ByteBuffer headers;

    Headed(FileHeader header) {
      this.headers = header.toBlocks();
    }

    @Override
    public ByteBuffer readFully(SFChunk chunk, long position, int length) {
      return position == 0 && length == headers.limit()
          ? headers.duplicate()
          : super.readFully(chunk, position, length);
    }
  }

  private static Optional<OpenedVersion> read(String path, OpenedFile opened) throws FileDamage {
    try {
      opened.open(path, true, null);
      // Closed with the file alone: it has nothing to write, and may have failed half-way.
      MVStore store = new MVStore.Builder().fileStore(opened).autoCommitDisabled().open();
      List<StoredChunk> chunks = new ArrayList<>();
      for (Map.Entry<String, String> entry : store.getLayoutMap().entrySet()) {
        if (entry.getKey().startsWith("chunk.")) {
          chunks.add(StoredChunk.parse(entry.getValue()));
        }
      }
      List<Long> leftovers =
          chunks.stream().flatMap(chunk -> opened.leftover(chunk).stream()).toList();
      return Optional.of(new OpenedVersion(opened.lastChunkVersion(), chunks, leftovers));
    } catch (MVStoreException e) {
      if (e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED) {
        return Optional.empty();
      }
      throw noVersion(e);
    } catch (RuntimeException e) { // H2 trusts what it reads
      throw noVersion(e);
    } finally {
      close(opened);
    }
  }

  private static FileDamage noVersion(RuntimeException e) {
    return new FileDamage("need a version of the data whose chunks belong together, found none", e);
  }

  private static void close(SingleFileStore opened) {
    try {
      opened.close();
    } catch (RuntimeException e) {
      log.debug("file not closed reason={}", e.toString()); // it was not open
    }
  }
}
