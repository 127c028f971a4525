package dev.trawl.store;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Bytes and text of a file that may hold anything, for a message. */
final class Shown {
  private static final int BYTES = 16;
  private static final int CHARACTERS = 100;

  private Shown() {}

  static String bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[Math.min(BYTES, buffer.limit())];
    buffer.get(0, bytes);
    boolean isZero = true;
    for (int i = 0; i < buffer.limit(); i++) {
      isZero &= buffer.get(i) == 0;
    }
    return isZero ? "zeros" : "the bytes " + HexFormat.of().formatHex(bytes);
  }

  /** On one line, without control characters, and not long. */
  static String text(String text) {
    String line = text.replaceAll("[\\p{C}\\s]+", " ").strip();
    return line.length() <= CHARACTERS ? line : line.substring(0, CHARACTERS) + "…";
  }
}
