package dev.trawl.cli.text;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jline.utils.AttributedString;

/**
 * Text that steers no terminal and hides nothing: what would is shown as JSON escapes it, so that
 * JSON stays the same JSON.
 */
public final class VisibleText {
  /** How wide a text is in a table at most. */
  private static final int COLUMNS = 40;

  /** How many characters of a text there are in a table at most: marks take no column. */
  private static final int CHARACTERS = 3 * COLUMNS;

  private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
  private static final int ZERO_WIDTH_JOINER = 0x200D;

  private static final Pattern LINE_END = Pattern.compile("\\R");

  private VisibleText() {}

  /** Every line of a text as it can be printed. */
  public static String of(String text) {
    if (text.codePoints().noneMatch(VisibleText::steers)) {
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

  /** The text on one line, and cut where it is wider or longer than a column should be. */
  public static String cut(String text) {
    boolean tooLong = text.codePointCount(0, text.length()) > CHARACTERS;
    String line = line(tooLong ? text.substring(0, text.offsetByCodePoints(0, CHARACTERS)) : text);
    return !tooLong && width(line) <= COLUMNS
        ? line
        : new AttributedString(line).columnSubSequence(0, COLUMNS - 1) + "…";
  }

  /** In columns of a terminal: ideographs take two, combining marks none. */
  static int width(String text) {
    return new AttributedString(text).columnLength();
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
