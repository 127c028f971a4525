package dev.trawl.store.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;

/**
 * A chunk of H2's file: what was written at once. A line of text begins it, one with a checksum
 * ends it; between them are pages, and where each of them is.
 *
 * @param block where it begins, in blocks
 * @param blocks its length
 * @param pages how many it was written with
 * @param isLive whether any of them is still part of the data
 * @param time when it was written, in milliseconds since the file was made; 0 when nothing says so
 * @param layoutRoot the position of the root page of the map of chunks and roots, as of its version
 * @param pageList where the list of its pages is, in bytes from its beginning
 */
record StoredChunk(
    int id,
    long block,
    int blocks,
    int pages,
    boolean isLive,
    long version,
    long time,
    long layoutRoot,
    int pageList) {
  static final int FOOTER_BYTES = 128;

  /**
   * What the map of chunks says of one.
   *
   * @throws FileDamage when it is no description of a chunk
   */
  static StoredChunk parse(String text) throws FileDamage {
    try {
      Map<String, String> values = DataUtils.parseMap(text);
      return of(values, number(values, "block", 0));
    } catch (MVStoreException e) {
      throw new FileDamage("need the description of a chunk, found " + Shown.text(text), e);
    }
  }

  /** A chunk whose beginning is lost, from what its last block says. */
  static Optional<StoredChunk> ofEnd(PageFile file, long block) throws IOException {
    long end = (block + 1) * FileHeader.BLOCK_BYTES;
    FileHeader footer = FileHeader.read(file.read(end - FOOTER_BYTES, FOOTER_BYTES));
    int blocks = footer.isValid() ? footer.blocks() : 0;
    long first = block + 1 - blocks;
    return blocks < 1 || first < 2 || footer.chunk() < 0
        ? Optional.empty()
        : Optional.of(
            new StoredChunk(footer.chunk(), first, blocks, 0, true, footer.version(), 0, 0, 0));
  }

  private static StoredChunk of(Map<String, String> values, long block) {
    int pages = (int) number(values, "pages", 0);
    return new StoredChunk(
        (int) number(values, "chunk", -1),
        block,
        (int) number(values, "len", 0),
        pages,
        number(values, "livePages", pages) > 0,
        number(values, "version", 0),
        number(values, "time", 0),
        number(values, "root", 0),
        (int) number(values, "toc", 0));
  }

  private static long number(Map<String, String> values, String key, long otherwise) {
    String value = values.get(key);
    return value == null ? otherwise : DataUtils.parseHexLong(value);
  }

  /**
   * The chunk that begins at a block.
   *
   * @throws FileDamage when none begins there, or its end is not there
   */
  static StoredChunk read(PageFile file, long block) throws IOException {
    StoredChunk chunk = readBegin(file, block);
    long end = (block + chunk.blocks()) * FileHeader.BLOCK_BYTES;
    ByteBuffer footer = file.read(end - FOOTER_BYTES, FOOTER_BYTES);
    FileHeader found = FileHeader.read(footer);
    if (!found.isValid() || !found.namesChunk(chunk.id(), chunk.version())) {
      throw new FileDamage(
          "need the end of chunk %x at byte %d, found %s"
              .formatted(chunk.id(), end - FOOTER_BYTES, Shown.bytes(footer)));
    }
    return chunk;
  }

  /** The same, whether its end is there or not. */
  static StoredChunk readBegin(PageFile file, long block) throws IOException {
    long position = block * FileHeader.BLOCK_BYTES;
    ByteBuffer begin = file.read(position, FileHeader.BLOCK_BYTES);
    try {
      StoredChunk chunk = of(FileHeader.parse(begin), block);
      if (chunk.id() >= 0 && chunk.blocks() > 0 && chunk.pageList() >= 0) {
        return chunk;
      }
    } catch (MVStoreException e) {
      // no chunk
    }
    throw new FileDamage(
        "need the beginning of a chunk at byte %d, found %s"
            .formatted(position, Shown.bytes(begin)));
  }

  StoredChunk withLayoutRoot(long root) {
    return new StoredChunk(id, block, blocks, pages, isLive, version, time, root, pageList);
  }

  long begin() {
    return block * FileHeader.BLOCK_BYTES;
  }

  long end() {
    return (block + blocks) * FileHeader.BLOCK_BYTES;
  }
}
