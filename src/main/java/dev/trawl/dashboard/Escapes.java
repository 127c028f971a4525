package dev.trawl.dashboard;

import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** A query's percent escapes, which Javalin takes for no value where they are broken. */
final class Escapes {
  private Escapes() {}

  /** Whether each percent sign has its two digits, and the bytes are UTF-8. */
  static boolean areWhole(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '%') {
        bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
      } else if (i + 2 < text.length() && digit(text, i + 1) >= 0 && digit(text, i + 2) >= 0) {
        bytes.write(16 * digit(text, i + 1) + digit(text, i + 2));
        i += 2;
      } else {
        return false;
      }
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray()));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static int digit(String text, int index) {
    return text.charAt(index) < 128 ? Character.digit(text.charAt(index), 16) : -1;
  }

  /** What a whole text means. */
  static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
