package dev.trawl.cli.text;

import dev.trawl.analysis.SafeText;
import org.jline.utils.AttributedString;

/** {@link SafeText} for terminals and their tables. */
public final class VisibleText {
  /** How wide a text is in a table at most. */
  private static final int COLUMNS = 40;

  /** How many characters of a text there are in a table at most: marks take no column. */
  private static final int CHARACTERS = 3 * COLUMNS;

  private VisibleText() {}

  /** Every line of a text as it can be printed. */
  public static String of(String text) {
    return SafeText.of(text);
  }

  /** The text on one line. */
  public static String line(String text) {
    return SafeText.line(text);
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
}
