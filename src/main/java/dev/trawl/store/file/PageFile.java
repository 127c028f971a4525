package dev.trawl.store.file;

import dev.trawl.store.file.FoundPages.FoundPage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.Map;
import org.h2.mvstore.DataUtils;

/**
 * A file of H2, read page by page without H2, which would run what it holds and fall back to an
 * older version of it. Nothing is written. Used by one thread.
 */
public final class PageFile {
  private final FileChannel file;
  private final long size;
  private final Map<Integer, StoredChunk> chunks = new HashMap<>();

  public PageFile(FileChannel file) throws IOException {
    this.file = file;
    this.size = file.size();
  }

  long size() {
    return size;
  }

  /** Lets pages of a chunk be read. */
  void add(StoredChunk chunk) {
    chunks.put(chunk.id(), chunk);
  }

  /**
   * @throws FileDamage when the file ends before
   */
  ByteBuffer read(long position, int length) throws IOException {
    if (position < 0 || length < 0 || position + length > size) {
      throw new FileDamage(
          "need a file of at least %d bytes, found %d".formatted(position + length, size));
    }
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (file.read(bytes, position + bytes.position()) < 0) {
        throw new FileDamage("need %d bytes at byte %d, found less".formatted(length, position));
      }
    }
    return bytes.flip();
  }

  /**
   * The page at a position, as H2 packs it: the chunk, the offset in it and the length.
   *
   * @throws FileDamage when no page of that map is there
   */
  StoredPage page(long position, int map) throws IOException {
    return page(position, map, Integer.MAX_VALUE);
  }

  /**
   * At most so many bytes of a page, for its keys, where its values are long; all of one that is
   * compressed, as those of a compacted file may be.
   */
  StoredPage page(long position, int map, int most) throws IOException {
    StoredChunk chunk = chunk(position);
    int offset = DataUtils.getPageOffset(position);
    StoredPage page = pageAt(chunk, offset, DataUtils.getPageMaxLength(position), most);
    if (page.map() != map || page.isLeaf() != DataUtils.isLeafPosition(position)) {
      throw new FileDamage(
          "need a page of map %x at byte %d, found one of map %x"
              .formatted(map, chunk.begin() + offset, page.map()));
    }
    return page;
  }

  /** Where a page is that was read from a position. */
  FoundPage found(long position, StoredPage page) throws FileDamage {
    return new FoundPage(
        chunk(position),
        DataUtils.getPageOffset(position),
        page.length(),
        page.map(),
        page.isLeaf());
  }

  private StoredChunk chunk(long position) throws FileDamage {
    StoredChunk chunk = chunks.get(DataUtils.getPageChunkId(position));
    if (chunk == null) {
      throw new FileDamage(
          "need chunk %x, found none of that number".formatted(DataUtils.getPageChunkId(position)));
    }
    return chunk;
  }

  /** The page at an offset in a chunk. */
  StoredPage pageAt(StoredChunk chunk, int offset, int maxLength, int most) throws IOException {
    long begin = chunk.begin() + offset;
    long end = Math.min(chunk.end(), size);
    if (maxLength == DataUtils.PAGE_LARGE) {
      maxLength = Math.max(0, read(begin, Integer.BYTES).getInt(0));
    }
    int whole = (int) Math.min(maxLength, end - begin);
    ByteBuffer bytes = read(begin, Math.min(whole, most));
    boolean isCutShort = bytes.limit() < whole && StoredPage.isCompressed(bytes.duplicate());
    return StoredPage.read(isCutShort ? read(begin, whole) : bytes, chunk, offset);
  }
}
