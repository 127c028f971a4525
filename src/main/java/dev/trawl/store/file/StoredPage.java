package dev.trawl.store.file;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.h2.compress.CompressDeflate;
import org.h2.compress.CompressLZF;
import org.h2.compress.Compressor;
import org.h2.mvstore.DataUtils;

/**
 * A page of H2's file: some entries of a map, or an inner page that names others.
 *
 * @param where it is, for messages
 * @param length in bytes
 * @param map the map's number
 * @param keys how many
 * @param children the positions of the pages that an inner page names
 * @param counts how many entries are below each of them
 * @param content its keys, and a leaf's values after them; cut short when not all of it was read
 * @param isWhole whether all of it was read
 */
record StoredPage(
    String where,
    int length,
    int map,
    boolean isLeaf,
    int keys,
    List<Long> children,
    List<Long> counts,
    ByteBuffer content,
    boolean isWhole) {
  private static final int COMPRESSED = 2;
  private static final int COMPRESSED_HIGH = 6;

  /** A key or a value takes a byte at least; two where H2 writes none for a value. */
  private static final int MOST_KEYS = 1 << 20;

  /**
   * @param bytes the page's, and maybe some more after them, or some less
   * @throws FileDamage when no page is there
   */
  static StoredPage read(ByteBuffer bytes, StoredChunk chunk, int offset) throws FileDamage {
    String where = "at byte %d".formatted(chunk.begin() + offset);
    try {
      return read(bytes, chunk.id(), offset, where);
    } catch (RuntimeException e) { // what the bytes say leads anywhere
      throw new FileDamage("need a page %s, found %s".formatted(where, Shown.bytes(bytes)), e);
    }
  }

  /** Whether a page's keys can be read only with all of its bytes. */
  static boolean isCompressed(ByteBuffer bytes) {
    try {
      bytes.getInt(); // its length
      bytes.getShort(); // its check value
      DataUtils.readVarInt(bytes); // its number in the chunk
      DataUtils.readVarInt(bytes); // its map
      DataUtils.readVarInt(bytes); // its keys
      return (bytes.get() & COMPRESSED) != 0;
    } catch (BufferUnderflowException e) {
      return false; // no page, which is said when it is read
    }
  }

  /** What a page of that length has at a place, in its low 16 bits. */
  static int checkValue(int chunk, int offset, int length) {
    return DataUtils.getCheckValue(chunk)
        ^ DataUtils.getCheckValue(offset)
        ^ DataUtils.getCheckValue(length);
  }

  private static StoredPage read(ByteBuffer bytes, int chunk, int offset, String where)
      throws FileDamage {
    int length = bytes.getInt();
    short check = bytes.getShort();
    int expected = checkValue(chunk, offset, length);
    if (check != (short) expected) {
      throw new FileDamage(
          "need a page %s with the check value %04x, found %04x"
              .formatted(where, (short) expected, check));
    }
    DataUtils.readVarInt(bytes); // its number in the chunk
    int map = DataUtils.readVarInt(bytes);
    int keys = DataUtils.readVarInt(bytes);
    int type = bytes.get();
    boolean isLeaf = (type & 1) == DataUtils.PAGE_TYPE_LEAF;
    boolean isWhole = length <= bytes.limit();
    bytes.limit(Math.min(length, bytes.limit()));
    if (keys < 0 || keys > MOST_KEYS || (type & ~7) != 0) {
      throw new FileDamage("need a page %s, found one of %d keys".formatted(where, keys));
    }
    List<Long> children = new ArrayList<>();
    List<Long> counts = new ArrayList<>();
    if (!isLeaf) {
      for (int i = 0; i <= keys; i++) {
        children.add(bytes.getLong());
      }
      for (int i = 0; i <= keys; i++) {
        counts.add(DataUtils.readVarLong(bytes));
      }
    }
    ByteBuffer content =
        (type & COMPRESSED) == 0 || !isWhole // one that is compressed is damaged then
            ? bytes.slice()
            : expand(bytes, (type & COMPRESSED_HIGH) == COMPRESSED_HIGH);
    return new StoredPage(where, length, map, isLeaf, keys, children, counts, content, isWhole);
  }

  private static ByteBuffer expand(ByteBuffer bytes, boolean high) {
    Compressor compressor = high ? new CompressDeflate() : new CompressLZF();
    int more = DataUtils.readVarInt(bytes);
    byte[] compressed = new byte[bytes.remaining()];
    bytes.get(compressed);
    byte[] content = new byte[compressed.length + more];
    compressor.expand(compressed, 0, compressed.length, content, 0, content.length);
    return ByteBuffer.wrap(content);
  }
}
