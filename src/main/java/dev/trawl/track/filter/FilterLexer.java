package dev.trawl.track.filter;

import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/** Cuts a filter's text into tokens. */
final class FilterLexer {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");
  private static final Pattern INFINITE =
      Pattern.compile("[+-](inf|infinity)", Pattern.CASE_INSENSITIVE);

  private final String text;
  private final FilterProblems problems;
  private int position;

  FilterLexer(String text, FilterProblems problems) {
    this.text = text;
    this.problems = problems;
  }

  /** Whether a name needs no quotes. */
  static boolean isPlain(String name) {
    return !name.isEmpty() && name.codePoints().allMatch(FilterLexer::isNamePart);
  }

  /** Whether text would be a number without its quotes. */
  static boolean isNumber(String text) {
    return NUMBER.matcher(text).matches();
  }

  Token next() throws InvalidFilterException {
    position = end(position, Character::isWhitespace);
    int start = position;
    int first = at(start);
    if (first < 0) {
      return token(Token.Kind.END, start, "");
    }
    if (first == '\'' || first == '"' || first == '`') {
      String value = quoted(first);
      return token(Token.Kind.TEXT, start, value);
    }
    if (Character.isLetter(first) || first == '_') {
      return word(start);
    }
    if (Character.isDigit(first) || startsNumber(start)) {
      return number(start);
    }
    return symbol(start);
  }

  private Token word(int start) throws InvalidFilterException {
    position = end(start, FilterLexer::isNamePart);
    String word = text.substring(start, position);
    int point = word.indexOf('.');
    if (point < 0) {
      return token(Token.Kind.WORD, start, word);
    }
    boolean quoted = point == word.length() - 1 && (at(position) == '`' || at(position) == '"');
    String name = quoted ? quoted(at(position)) : word.substring(point + 1);
    return token(Token.Kind.NAME, start, name);
  }

  /** Reads to the closing quote; twice a quote is one that is part of the text. */
  private String quoted(int quote) throws InvalidFilterException {
    int start = position++;
    StringBuilder value = new StringBuilder();
    while (at(position) >= 0) {
      int c = at(position);
      position += Character.charCount(c);
      if (c == quote) {
        if (at(position) != quote) {
          return value.toString();
        }
        position++;
      }
      value.appendCodePoint(c);
    }
    throw problems.fatal(
        start, "no end of what begins with " + Character.toString(quote), "the same again", null);
  }

  private boolean startsNumber(int start) {
    int first = at(start);
    int second = at(start + 1);
    boolean sign = first == '-' || first == '+';
    int digit = sign && second == '.' ? at(start + 2) : second;
    return ((sign || first == '.') && Character.isDigit(digit))
        || INFINITE.matcher(text.substring(start, end(start + 1, Character::isLetter))).matches();
  }

  private Token number(int start) throws InvalidFilterException {
    position = end(start + 1, c -> Character.isLetterOrDigit(c) || c == '.');
    boolean exponent = Character.toLowerCase(at(position - 1)) == 'e';
    if (exponent && (at(position) == '-' || at(position) == '+')) {
      position = end(position + 1, Character::isLetterOrDigit);
    }
    String number = text.substring(start, position);
    if (NUMBER.matcher(number).matches() || INFINITE.matcher(number).matches()) {
      return token(Token.Kind.NUMBER, start, number);
    }
    throw problems.fatal(start, number, "a number, or text in quotes", "'" + number + "'");
  }

  private Token symbol(int start) {
    int first = at(start);
    boolean alone = "(),-+".indexOf(first) >= 0;
    position =
        alone
            ? start + 1
            : Math.max(
                start + Character.charCount(first), end(start, c -> "=<>!~&|".indexOf(c) >= 0));
    return token(Token.Kind.SYMBOL, start, "");
  }

  private Token token(Token.Kind kind, int start, String value) {
    return new Token(kind, text.substring(start, position), value, start);
  }

  private int end(int from, IntPredicate wanted) {
    int end = from;
    while (at(end) >= 0 && wanted.test(at(end))) {
      end += Character.charCount(at(end));
    }
    return end;
  }

  /** The character there; -1 beyond the end. */
  private int at(int offset) {
    return offset < text.length() ? text.codePointAt(offset) : -1;
  }

  private static boolean isNamePart(int c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '-' || c == '/';
  }
}
