package dev.trawl.cli;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jline.utils.AttributedString;

/**
 * Text that steers no terminal: what would is shown as JSON escapes it, so that JSON stays the same
 * JSON.
 */
final class VisibleText {
  /** How wide a text is in a table at most. */
  private static final int COLUMNS = 40;

  private static final Pattern LINE_END = Pattern.compile("\\R");

  private VisibleText() {}

  /** Every line of a text as it can be printed. */
  static String of(String text) {
    if (text.codePoints().noneMatch(VisibleText::steers)) {
      return text;
    }
    StringBuilder visible = new StringBuilder();
    text.codePoints().forEach(c -> append(visible, c));
    return visible.toString();
  }

  /** The text on one line. */
  static String line(String text) {
    return of(LINE_END.matcher(text).replaceAll("↵"));
  }

  /** The text on one line, and cut where it is wider than a column should be. */
  static String cut(String text) {
    boolean tooLong = text.length() > 10 * COLUMNS;
    String line = line(tooLong ? text.substring(0, 10 * COLUMNS) : text);
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
      default -> visible.append(String.format(Locale.ROOT, "\\u%04x", character));
    }
  }

  /** Control characters but the line feed, other line ends, turns of direction, halves. */
  private static boolean steers(int c) {
    return (Character.isISOControl(c) && c != '\n')
        || c == 0x2028
        || c == 0x2029
        || c == 0x061C
        || (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069)
        || Character.getType(c) == Character.SURROGATE;
  }
}
