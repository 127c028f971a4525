package dev.trawl.analysis;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Text that steers no terminal and hides nothing: what would is shown as JSON escapes it, so that
 * JSON stays the same JSON.
 */
public final class SafeText {
  private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
  private static final int ZERO_WIDTH_JOINER = 0x200D;

  private static final Pattern LINE_END = Pattern.compile("\\R");

  private SafeText() {}

  /** Every line of a text as it can be printed. */
  public static String of(String text) {
    if (text.codePoints().noneMatch(SafeText::steers)) {
      return text;
    }
    StringBuilder visible = new StringBuilder();
    text.codePoints().forEach(c -> append(visible, c));
    return visible.toString();
  }

  /** The text on one line. */
  public static String line(String text) {
    return of(LINE_END.matcher(text).replaceAll("↵"));
  }

  private static void append(StringBuilder visible, int character) {
    if (!steers(character)) {
      visible.appendCodePoint(character);
      return;
    }
    switch (character) {
      case '\t' -> visible.append("\\t");
      case '\r' -> visible.append("\\r");
      default -> {
        for (char unit : Character.toChars(character)) {
          visible.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
        }
      }
    }
  }

  /**
   * Control characters but the line feed, other line ends, halves, and whatever can't be seen:
   * turns of direction, blanks without a width, byte order marks. Joiners stay, which scripts and
   * emoji need.
   */
  private static boolean steers(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> c != '\n';
      case Character.FORMAT -> c != ZERO_WIDTH_NON_JOINER && c != ZERO_WIDTH_JOINER;
      case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> true;
      default -> false;
    };
  }
}
