package dev.trawl.track;

/**
 * A name and free text that somebody gave a sweep or a run. A note is the tag {@link #NOTE}.
 *
 * @param name at most 250 characters and something to see, neither white space at its ends nor
 *     control characters
 * @param value at most 8,000 characters, of the control characters only line breaks and tabs; empty
 *     stands for no tag
 */
public record Tag(String name, String value) {
  /** The tag that is shown as a note, several lines maybe. */
  public static final String NOTE = "note";

  private static final int NAME_LENGTH = 250;
  private static final int VALUE_LENGTH = 8000;

  public Tag {
    RecordableText.name("a tag", name);
    value = Needed.notNull("a text for tag " + name, value).replace("\r\n", "\n");
    if (name.length() > NAME_LENGTH) {
      throw new IllegalArgumentException(
          "need a tag's name of at most %d characters, found %d"
              .formatted(NAME_LENGTH, name.length()));
    }
    if (!name.equals(name.strip()) || name.codePoints().anyMatch(Tag::isUnprintable)) {
      throw new IllegalArgumentException(
          "need a tag's name without control characters, nor white space at its ends, found \"%s\""
              .formatted(name.replaceAll("\\p{Cntrl}", "\u00b7")));
    }
    if (value.length() > VALUE_LENGTH) {
      throw new IllegalArgumentException(
          "need a tag's text of at most %d characters for %s, found %d"
              .formatted(VALUE_LENGTH, name, value.length()));
    }
    value
        .codePoints()
        .filter(c -> isUnprintable(c) && c != '\n' && c != '\t')
        .findFirst()
        .ifPresent(
            c -> {
              throw new IllegalArgumentException(
                  "need no control characters but line breaks and tabs in tag %s, found U+%04X"
                      .formatted(name, c));
            });
  }

  /** A control character, or half of a character: no file could hold it. */
  private static boolean isUnprintable(int codePoint) {
    return Character.isISOControl(codePoint) || RecordableText.isHalf(codePoint);
  }
}
