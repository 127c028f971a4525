package dev.trawl.http;

import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A query's percent escapes, which Javalin takes for no value where they are broken. */
public final class Escapes {
  /** What is needed of each. */
  public static final String NEEDED = "% and two hexadecimal digits, the bytes in UTF-8";

  private static final Pattern BROKEN = Pattern.compile("%(?![0-9A-Fa-f]{2}).{0,2}");

  private Escapes() {}

  /**
   * Refuses a query with broken ones: an answer without them would be to another question.
   *
   * @param query as it was sent; null without one
   */
  public static void needWhole(@Nullable String query) {
    int column = 1;
    for (String pair : query == null ? new String[0] : query.split("&", -1)) {
      String broken = broken(pair);
      if (broken != null) {
        throw new RequestException(
            400,
            "The request is not valid",
            "query, column %d: need %s, found %s".formatted(column, NEEDED, broken));
      }
      column += pair.length() + 1;
    }
  }

  /** The first one of a key and its value that is broken; all of them where only UTF-8 is. */
  public static @Nullable String broken(String pair) {
    return areWhole(pair)
        ? null
        : BROKEN.matcher(pair).results().findFirst().map(MatchResult::group).orElse(pair);
  }

  /** Whether each percent sign has its two digits, and the bytes are UTF-8. */
  private static boolean areWhole(String text) {
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

  /** What a text without broken ones means. */
  public static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
