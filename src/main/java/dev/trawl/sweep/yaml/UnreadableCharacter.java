package dev.trawl.sweep.yaml;

import java.util.Locale;
import org.yaml.snakeyaml.reader.StreamReader;

/** Finds the first character that can't stand in YAML: SnakeYAML has no line for it. */
final class UnreadableCharacter {
  private static final int BYTE_ORDER_MARK = 0xFEFF;
  private static final int REPLACEMENT = 0xFFFD;

  private UnreadableCharacter() {}

  /** Whether the text is readable; if not, its first unreadable character is a problem. */
  static boolean report(String text, String file, int columns, Problems problems) {
    int line = 1;
    int column = 1 + columns;
    for (int index = 0; index < text.length(); ) {
      int character = text.codePointAt(index);
      if (character == BYTE_ORDER_MARK
          || character == REPLACEMENT
          || !StreamReader.isPrintable(character)) {
        problems.error(new Place(file, line, column), found(character), expected(character));
        return false;
      }
      index += Character.charCount(character);
      boolean lineEnd = character == '\n' || (character == '\r' && !followed(text, index));
      line += lineEnd ? 1 : 0;
      column = lineEnd ? 1 : column + 1;
    }
    return true;
  }

  private static boolean followed(String text, int index) {
    return index < text.length() && text.charAt(index) == '\n';
  }

  private static String found(int character) {
    return switch (character) {
      case BYTE_ORDER_MARK -> "a byte order mark";
      case REPLACEMENT -> "bytes that are not UTF-8";
      default -> String.format(Locale.ROOT, "the control character U+%04X", character);
    };
  }

  private static String expected(int character) {
    return character == BYTE_ORDER_MARK
        ? "one at the very beginning at most"
        : "a text file in UTF-8";
  }
}
