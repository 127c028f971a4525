package dev.trawl.store.file;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/**
 * The header of H2's file: a line of text in the first block, again in the second one, that names
 * the chunk from which H2 looks for the newest one.
 */
final class FileHeader {
  /** H2 writes a file in blocks of this size. */
  static final int BLOCK_BYTES = 4096;

  private static final String CHECKSUM = "fletcher";

  private final HashMap<String, String> values;

  private FileHeader(Map<String, String> values) {
    this.values = new HashMap<>(values);
  }

  /** The header in a block; one without values if the block holds no whole one. */
  static FileHeader read(ByteBuffer block) {
    FileHeader header = new FileHeader(parse(block));
    return header.isValid() ? header : new FileHeader(Map.of());
  }

  /** The first line in a block; nothing if the block has none. */
  static Map<String, String> parse(ByteBuffer block) {
    byte[] bytes = new byte[Math.min(block.remaining(), BLOCK_BYTES)];
    block.duplicate().get(bytes);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int end = text.indexOf('\n');
    try {
      return end < 0 ? Map.of() : DataUtils.parseMap(text.substring(0, end).trim());
    } catch (MVStoreException e) {
      return Map.of(); // something else
    }
  }

  /** Whether it is whole. */
  boolean isValid() {
    String checksum = values.get(CHECKSUM);
    return checksum != null && checksum.equals(checksum(text()));
  }

  /** Where the chunk is that it names, in bytes. */
  long position() {
    return Long.parseLong(values.getOrDefault("block", "0"), 16) * BLOCK_BYTES;
  }

  /** Of the last line of a chunk: how many blocks the chunk has; 0 when it says nothing. */
  int blocks() {
    return Integer.parseInt(values.getOrDefault("len", "0"), 16);
  }

  /** The version of the data that it names; 0 for none. */
  long version() {
    return Long.parseLong(values.getOrDefault("version", "0"), 16);
  }

  /** The version of the chunk that begins so; 0 when none does. */
  static long versionOf(ByteBuffer begin) {
    return Long.parseLong(parse(begin).getOrDefault("version", "0"), 16);
  }

  /** The number of the chunk that it names; -1 for none. */
  int chunk() {
    return Integer.parseInt(values.getOrDefault("chunk", "-1"), 16);
  }

  /** Whether it names this chunk. */
  boolean namesChunk(int chunk, long version) {
    return Integer.toHexString(chunk).equals(values.get("chunk")) && version() == version;
  }

  /** Whether the chunk that it names begins so. */
  boolean names(ByteBuffer begin) {
    Map<String, String> chunk = parse(begin);
    return Stream.of("chunk", "version")
        .allMatch(key -> chunk.containsKey(key) && chunk.get(key).equals(values.get(key)));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FileHeader header && values.equals(header.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  private String text() {
    HashMap<String, String> checked = new HashMap<>(values);
    checked.remove(CHECKSUM);
    return DataUtils.appendMap(new StringBuilder(), checked).toString();
  }

  private static String checksum(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return Integer.toHexString(DataUtils.getFletcher32(bytes, 0, bytes.length));
  }

  /**
   * This header, or when it names another chunk than the newest one, a header that does. Only H2
   * says that a file was closed properly.
   *
   * @param position the chunk's, in bytes
   * @param begin what the chunk begins with
   */
  FileHeader naming(long position, ByteBuffer begin) {
    return position() == position && names(begin) ? this : unclosed(position, begin);
  }

  /** A header that names a chunk, and has H2 look whether each that it needs is there. */
  FileHeader unclosed(long position, ByteBuffer begin) {
    Map<String, String> chunk = parse(begin);
    FileHeader header = new FileHeader(values);
    header.values.remove("clean");
    header.values.put("block", Long.toHexString(position / BLOCK_BYTES));
    header.values.put("chunk", chunk.getOrDefault("chunk", ""));
    header.values.put("version", chunk.getOrDefault("version", ""));
    return header;
  }

  /** Both copies of it. */
  ByteBuffer toBlocks() {
    return ByteBuffer.allocate(2 * BLOCK_BYTES).put(toBlock()).put(toBlock()).rewind();
  }

  /** A block that holds it. */
  ByteBuffer toBlock() {
    String text = text();
    String line = text + "," + CHECKSUM + ":" + checksum(text) + "\n";
    ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
    block.put(line.getBytes(StandardCharsets.ISO_8859_1));
    return block.rewind();
  }
}
