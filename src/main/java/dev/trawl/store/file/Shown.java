package dev.trawl.store.file;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Bytes and text of a file that may hold anything, for a message. */
final class Shown {
  private static final int BYTES = 16;
  private static final int CHARACTERS = 100;

  /** Of a statement's: what it makes and its name. */
  private static final int BEGINNING = 60;

  /** Shown around what differs. */
  private static final int BEFORE = 20;

  private Shown() {}

  static String bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[Math.min(BYTES, buffer.limit())];
    buffer.get(0, bytes);
    return isZero(buffer) ? "zeros" : "the bytes " + HexFormat.of().formatHex(bytes);
  }

  static boolean isZero(ByteBuffer buffer) {
    boolean isZero = true;
    for (int i = 0; i < buffer.limit(); i++) {
      isZero &= buffer.get(i) == 0;
    }
    return isZero;
  }

  /**
   * Where a text differs from another, after the beginning, which names it; a text that begins
   * otherwise is shown from there.
   */
  static String change(String text, String from) {
    int begin = alike(text, from) - BEFORE;
    if (begin <= BEGINNING) {
      return text(text);
    }
    int most = Math.min(text.length(), from.length()) - alike(text, from);
    int end = 0;
    while (end < most
        && text.charAt(text.length() - 1 - end) == from.charAt(from.length() - 1 - end)) {
      end++;
    }
    return text(text.substring(0, BEGINNING) + "…")
        + text(text.substring(begin, Math.min(text.length(), text.length() - end + BEFORE)));
  }

  /** How many characters two texts begin with alike. */
  static int alike(String one, String other) {
    int most = Math.min(one.length(), other.length());
    int alike = 0;
    while (alike < most && one.charAt(alike) == other.charAt(alike)) {
      alike++;
    }
    return alike;
  }

  /** On one line, without control characters, and not long. */
  static String text(String text) {
    String line = text.replaceAll("[\\p{C}\\s]+", " ").strip();
    return line.length() <= CHARACTERS ? line : line.substring(0, CHARACTERS) + "…";
  }
}
