package dev.trawl.track;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What may be recorded as text: what the database, each file and the page can hold. */
public final class RecordableText {
  private static final int LENGTH = 1_000_000;

  /** Letters and a symbol that are drawn as nothing: the fillers of Hangul and Braille's blank. */
  private static final Set<Integer> BLANKS = Set.of(0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800);

  private RecordableText() {}

  /**
   * The text itself.
   *
   * @param what names it in a message, such as {@code parameter optimiser}
   * @throws IllegalArgumentException for half of a character (a surrogate without its other half),
   *     or for more than a million UTF-16 units
   */
  public static String text(String what, String text) {
    if (text.length() > LENGTH) {
      throw new IllegalArgumentException(
          "need at most %,d characters in %s, found %,d".formatted(LENGTH, what, text.length()));
    }
    text.codePoints()
        .filter(RecordableText::isHalf)
        .findFirst()
        .ifPresent(
            half -> {
              throw new IllegalArgumentException(
                  "need whole characters in %s, found U+%04X without its other half"
                      .formatted(what, half));
            });
    return text;
  }

  /**
   * A name: a text with something in it that can be seen by itself, unlike a blank or a mark on
   * another character.
   *
   * @param what is named, such as {@code each parameter}
   */
  public static String name(String what, @Nullable String name) {
    if (name == null || name.codePoints().allMatch(RecordableText::isInvisible)) {
      throw new IllegalArgumentException(
          "need a name for %s, found %s".formatted(what, name == null ? "null" : "a blank one"));
    }
    return text("the name of " + what, name);
  }

  static boolean isHalf(int codePoint) {
    return Character.getType(codePoint) == Character.SURROGATE;
  }

  private static boolean isInvisible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.COMBINING_SPACING_MARK ->
          true;
      default -> BLANKS.contains(codePoint);
    };
  }
}
