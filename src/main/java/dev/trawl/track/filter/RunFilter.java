package dev.trawl.track.filter;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which runs are meant. A filter is true, false or unknown of a run, as in SQL, and means the runs
 * that it is true of: whatever compares with what a run lacks is unknown, NOT unknown is unknown,
 * and only {@link Absent} tells.
 *
 * <p>NaN equals NaN, is unequal to every number, and is neither less nor greater than any. 0.0 and
 * -0.0 are one number.
 */
public sealed interface RunFilter {

  /**
   * Reads a filter.
   *
   * @param source what problems call the text, such as {@code --filter}
   */
  static RunFilter parse(String text, String source) throws InvalidFilterException {
    return new FilterParser(text, source).filter();
  }

  /** The filter as text, which reads back as an equal one. */
  String text();

  /** What of a run it asks for, in the text's order. */
  Stream<RunKey> keys();

  /** All of them, two or more. */
  record And(List<RunFilter> parts) implements RunFilter {
    public And {
      parts = several(parts);
    }

    @Override
    public Stream<RunKey> keys() {
      return parts.stream().flatMap(RunFilter::keys);
    }

    @Override
    public String text() {
      return parts.stream()
          .map(part -> part instanceof And || part instanceof Or ? enclosed(part) : part.text())
          .collect(Collectors.joining(" AND "));
    }
  }

  /** At least one of them, of two or more. */
  record Or(List<RunFilter> parts) implements RunFilter {
    public Or {
      parts = several(parts);
    }

    @Override
    public Stream<RunKey> keys() {
      return parts.stream().flatMap(RunFilter::keys);
    }

    @Override
    public String text() {
      return parts.stream()
          .map(part -> part instanceof Or ? enclosed(part) : part.text())
          .collect(Collectors.joining(" OR "));
    }
  }

  /** The opposite. */
  record Not(RunFilter part) implements RunFilter {
    @Override
    public Stream<RunKey> keys() {
      return part.keys();
    }

    @Override
    public String text() {
      if (part instanceof In in) {
        return in.text("NOT IN");
      }
      if (part instanceof Like like) {
        return like.text(like.ignoresCase ? "NOT ILIKE" : "NOT LIKE");
      }
      if (part instanceof Absent absent) {
        return absent.key.text() + " IS NOT NULL";
      }
      return "NOT " + (part instanceof And || part instanceof Or ? enclosed(part) : part.text());
    }
  }

  /**
   * A comparison.
   *
   * @param value a number where {@code relation} is an ordering, and then not NaN
   */
  record Compare(RunKey key, Relation relation, Literal value) implements RunFilter {
    public Compare {
      check(key, value);
      if (relation.isOrdering() && !value.isOrdered()) {
        throw new IllegalArgumentException(
            "need a number that is not NaN, found %s %s %s"
                .formatted(key.text(), relation.symbol(), value.text()));
      }
    }

    @Override
    public Stream<RunKey> keys() {
      return Stream.of(key);
    }

    @Override
    public String text() {
      return "%s %s %s".formatted(key.text(), relation.symbol(), value.text());
    }
  }

  /** Equality with any of the values, one or more. */
  record In(RunKey key, List<Literal> values) implements RunFilter {
    public In {
      values = List.copyOf(values);
      if (values.isEmpty()) {
        throw new IllegalArgumentException("need a value or more, found none");
      }
      values.forEach(value -> check(key, value));
    }

    @Override
    public Stream<RunKey> keys() {
      return Stream.of(key);
    }

    @Override
    public String text() {
      return text("IN");
    }

    private String text(String operator) {
      return values.stream()
          .map(Literal::text)
          .collect(Collectors.joining(", ", "%s %s (".formatted(key.text(), operator), ")"));
    }
  }

  /**
   * The whole text is like a pattern.
   *
   * @param key one that takes text
   * @param pattern {@code %} stands for any characters, {@code _} for one; a backslash before one
   *     of these or itself takes its meaning away
   */
  record Like(RunKey key, String pattern, boolean ignoresCase) implements RunFilter {
    public Like {
      check(key, new Literal.Text(pattern));
    }

    /** The pattern to compare texts with. */
    public LikePattern matcher() {
      return new LikePattern(pattern, ignoresCase);
    }

    @Override
    public Stream<RunKey> keys() {
      return Stream.of(key);
    }

    @Override
    public String text() {
      return text(ignoresCase ? "ILIKE" : "LIKE");
    }

    private String text(String operator) {
      return "%s %s %s".formatted(key.text(), operator, new Literal.Text(pattern).text());
    }
  }

  /** The run has no such value: {@code IS NULL}. */
  record Absent(RunKey key) implements RunFilter {
    @Override
    public Stream<RunKey> keys() {
      return Stream.of(key);
    }

    @Override
    public String text() {
      return key.text() + " IS NULL";
    }
  }

  private static List<RunFilter> several(List<RunFilter> parts) {
    if (parts.size() < 2) {
      throw new IllegalArgumentException("need two filters or more, found " + parts.size());
    }
    return List.copyOf(parts);
  }

  private static void check(RunKey key, Literal value) {
    if (!(value instanceof Literal.Numeric ? key.takesNumbers() : key.takesText())) {
      throw new IllegalArgumentException(
          "need a value that %s can be compared with, found %s"
              .formatted(key.text(), value.text()));
    }
  }

  private static String enclosed(RunFilter part) {
    return "(" + part.text() + ")";
  }
}
