package dev.trawl.store.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.h2.mvstore.DataUtils;

/**
 * The chunks and pages that can still be recognised in a file of H2, whatever its header and its
 * maps say: a chunk by its first line or its last one, a page by the check value of its place.
 * Older versions of pages are among them, where nothing was written over them yet. Used by one
 * thread.
 */
final class FoundPages {
  /** Of a page: its length, its check value, and at least a byte for each of what follows. */
  private static final int HEAD_BYTES = 10;

  private static final Comparator<StoredChunk> NEWEST_FIRST =
      Comparator.comparingLong(StoredChunk::version).reversed();

  private final PageFile file;
  private final List<StoredChunk> chunks = new ArrayList<>();
  private final Map<Integer, List<FoundPage>> pages = new TreeMap<>();
  private final Set<List<Long>> known = new HashSet<>();

  private FoundPages(PageFile file) {
    this.file = file;
  }

  /**
   * A page, not looked into yet.
   *
   * @param offset in the chunk
   * @param length in bytes
   */
  record FoundPage(StoredChunk chunk, int offset, int length, int map, boolean isLeaf) {
    /** As H2 packs it. */
    long position() {
      return DataUtils.composePagePos(
          chunk.id(), offset, length, isLeaf ? DataUtils.PAGE_TYPE_LEAF : DataUtils.PAGE_TYPE_NODE);
    }

    StoredPage read(PageFile file) throws IOException {
      return file.pageAt(chunk, offset, length, Integer.MAX_VALUE);
    }
  }

  static FoundPages in(PageFile file) throws IOException {
    FoundPages found = new FoundPages(file);
    for (long block = 0; block < file.size() / FileHeader.BLOCK_BYTES; block++) {
      found.addBeginning(block);
      for (StoredChunk chunk : StoredChunk.ofEnd(file, block).stream().toList()) {
        found.add(chunk);
      }
    }
    found.chunks.sort(NEWEST_FIRST);
    return found;
  }

  private void addBeginning(long block) throws IOException {
    try {
      add(StoredChunk.readBegin(file, block));
    } catch (FileDamage e) {
      // no chunk begins there
    }
  }

  /** Looks for pages in a chunk that is described elsewhere, unless it was found already. */
  void add(StoredChunk chunk) throws IOException {
    if (known.add(List.of((long) chunk.id(), chunk.block()))) {
      chunks.add(chunk);
      search(chunk);
    }
  }

  private void search(StoredChunk chunk) throws IOException {
    long length = Math.min(chunk.end(), file.size()) - chunk.begin();
    if (length < HEAD_BYTES || length > Integer.MAX_VALUE) {
      return;
    }
    ByteBuffer bytes = file.read(chunk.begin(), (int) length);
    int offset = 0;
    while (offset + HEAD_BYTES <= length) {
      int pageLength = bytes.getInt(offset);
      boolean isPage =
          pageLength >= HEAD_BYTES
              && pageLength <= length - offset
              && bytes.getShort(offset + Integer.BYTES)
                  == (short) StoredPage.checkValue(chunk.id(), offset, pageLength);
      offset += isPage ? addPage(bytes, chunk, offset, pageLength) : 1;
    }
  }

  /** How many bytes it takes. */
  private int addPage(ByteBuffer bytes, StoredChunk chunk, int offset, int length) {
    try {
      StoredPage page = StoredPage.read(bytes.slice(offset, length), chunk, offset);
      pages
          .computeIfAbsent(page.map(), map -> new ArrayList<>())
          .add(new FoundPage(chunk, offset, length, page.map(), page.isLeaf()));
      return length;
    } catch (FileDamage e) {
      return 1;
    }
  }

  /** The newest version first. */
  List<StoredChunk> chunks() {
    return chunks;
  }

  /** Those that a page was found of. */
  Set<Integer> maps() {
    return pages.keySet();
  }

  /** Of a map, the oldest version first. */
  List<FoundPage> pages(int map) {
    return pages.getOrDefault(map, List.of()).stream()
        .sorted(Comparator.comparingLong(page -> page.chunk().version()))
        .toList();
  }
}
