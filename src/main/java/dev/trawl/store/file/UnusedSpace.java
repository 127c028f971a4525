package dev.trawl.store.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The blocks of a file that a version of its data does not use. What was written after that version
 * is there, and what was in use before. Used by one thread.
 */
final class UnusedSpace {
  private static final int BLOCK_BYTES = FileHeader.BLOCK_BYTES;
  private static final int HEADER_BLOCKS = 2;

  /** Read at once. */
  private static final int MOST_BLOCKS = 64;

  private static final byte[] CHUNK = "chunk:".getBytes(StandardCharsets.ISO_8859_1);

  private final PageFile file;
  private final BitSet used = new BitSet();

  /**
   * @param chunks of the version
   */
  UnusedSpace(PageFile file, List<StoredChunk> chunks) {
    this.file = file;
    used.set(0, HEADER_BLOCKS);
    int blocks = (int) (file.size() / BLOCK_BYTES);
    for (StoredChunk chunk : chunks) {
      if (chunk.isLive() && chunk.block() >= 0 && chunk.block() < blocks) {
        used.set((int) chunk.block(), (int) Math.min(blocks, chunk.block() + chunk.blocks()));
      }
    }
  }

  /** The whole chunks in it, each with both of its ends, by their places. */
  List<StoredChunk> chunks() throws IOException {
    List<StoredChunk> found = new ArrayList<>();
    int blocks = (int) (file.size() / BLOCK_BYTES);
    int from = used.nextClearBit(0);
    while (from < blocks) {
      int next = used.nextSetBit(from);
      int until = Math.min(next < 0 ? blocks : next, from + MOST_BLOCKS);
      ByteBuffer bytes = file.read((long) from * BLOCK_BYTES, (until - from) * BLOCK_BYTES);
      for (int block = from; block < until; block++) {
        if (bytes
            .slice((block - from) * BLOCK_BYTES, CHUNK.length)
            .equals(ByteBuffer.wrap(CHUNK))) {
          addWhole(block, found);
        }
      }
      from = used.nextClearBit(until);
    }
    return found;
  }

  private void addWhole(int block, List<StoredChunk> found) throws IOException {
    try {
      found.add(StoredChunk.read(file, block));
    } catch (FileDamage e) {
      // one that was not finished, or what is left of one
    }
  }
}
