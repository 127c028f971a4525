package dev.trawl.track.filter;

import dev.trawl.sweep.yaml.NearestName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A filter's tokens one after the other, and complaints about those that don't fit. */
final class TokenReader {
  /** A person's filter is shorter; each token costs the database something. */
  private static final int MOST = 1_000;

  private static final int LONGEST = 20_000;

  /** What other languages write. */
  private static final Map<String, String> FOREIGN =
      Map.of("==", "=", "<>", "!=", "=<", "<=", "=>", ">=", "&&", "AND", "||", "OR", "=~", "LIKE");

  private final FilterProblems problems;
  private final FilterLexer lexer;
  private Token token;
  private int taken;

  TokenReader(String text, FilterProblems problems) throws InvalidFilterException {
    this.problems = problems;
    if (text.length() > LONGEST) {
      throw problems.fatal(
          0, text.length() + " characters", "at most " + LONGEST + " characters", null);
    }
    lexer = new FilterLexer(text, problems);
    token = lexer.next();
  }

  /** The next one, which stays the next. */
  Token peek() {
    return token;
  }

  Token take() throws InvalidFilterException {
    Token next = token;
    if (++taken > MOST) {
      throw problems.fatal(next.offset(), next.found(), "at most %d words".formatted(MOST), null);
    }
    token = lexer.next();
    return next;
  }

  /** Takes the next token if it is this. */
  boolean accept(String word) throws InvalidFilterException {
    boolean found = token.is(word);
    if (found) {
      take();
    }
    return found;
  }

  /** Takes the next token, which must be this; {@code others} could have stood there too. */
  void need(String word, String... others) throws InvalidFilterException {
    if (!accept(word)) {
      List<String> expected = new ArrayList<>(List.of(others));
      expected.add(word);
      throw unexpected(token, expected);
    }
  }

  /** The text must end here, unless one of {@code others} follows; throws what is wrong with it. */
  void end(String... others) throws InvalidFilterException {
    if (token.kind() != Token.Kind.END) {
      List<String> expected = new ArrayList<>(List.of(others));
      expected.add("the end");
      throw unexpected(token, expected);
    }
    problems.check();
  }

  InvalidFilterException unexpected(Token found, List<String> expected) {
    int last = expected.size() - 1;
    String all =
        last == 0
            ? expected.get(0)
            : String.join(", ", expected.subList(0, last)) + " or " + expected.get(last);
    return problems.fatal(found.offset(), found.found(), all, nearest(found, expected));
  }

  private static @Nullable String nearest(Token found, List<String> expected) {
    if (found.kind() == Token.Kind.SYMBOL) {
      String meant = FOREIGN.get(found.text());
      return meant != null && expected.contains(meant) ? meant : null;
    }
    return found.kind() == Token.Kind.WORD
        ? NearestName.of(found.text().toUpperCase(Locale.ROOT), expected)
        : null;
  }
}
