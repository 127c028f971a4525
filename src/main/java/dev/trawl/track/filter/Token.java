package dev.trawl.track.filter;

/**
 * A piece of a filter's text.
 *
 * @param text as it stands there; empty at the end
 * @param value of a name what follows the first point, of text what is between the quotes; unquoted
 * @param offset of its first character
 */
record Token(Kind kind, String text, String value, int offset) {
  enum Kind {
    /** Letters without a point: a keyword or an attribute. */
    WORD,
    /** A prefix, a point, a name. */
    NAME,
    NUMBER,
    /** In quotes. */
    TEXT,
    /** A relation, a parenthesis, a comma, or what the language doesn't have. */
    SYMBOL,
    END
  }

  boolean is(String word) {
    return (kind == Kind.WORD || kind == Kind.SYMBOL) && text.equalsIgnoreCase(word);
  }

  /** Of a name what stands before its first point. */
  String prefix() {
    return text.substring(0, text.indexOf('.'));
  }

  /** How a problem names it. */
  String found() {
    return switch (kind) {
      case END -> "the end";
      case TEXT -> "\"" + value + "\"";
      default -> text;
    };
  }
}
