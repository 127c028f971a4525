package dev.trawl.track.filter;

import java.util.List;
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

  /** What a visitor makes of it: exactly one of its methods is called. */
  <T> T accept(Visitor<T> visitor);

  /** What is done with a filter of each kind. */
  interface Visitor<T> {
    T and(And and);

    T or(Or or);

    T not(Not not);

    T compare(Compare compare);

    T in(In in);

    T like(Like like);

    T absent(Absent absent);
  }

  /** The filter as text, which reads back as an equal one. */
  default String text() {
    return accept(FilterText.ALONE);
  }

  /** What of a run it asks for, in the text's order. */
  Stream<RunKey> keys();

  /** The comparisons in it, in the text's order. */
  default Stream<Compare> comparisons() {
    return Stream.empty();
  }

  /** All of them, two or more. */
  record And(List<RunFilter> parts) implements RunFilter {
    public And {
      parts = several(parts);
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.and(this);
    }

    @Override
    public Stream<RunKey> keys() {
      return parts.stream().flatMap(RunFilter::keys);
    }

    @Override
    public Stream<Compare> comparisons() {
      return parts.stream().flatMap(RunFilter::comparisons);
    }
  }

  /** At least one of them, of two or more. */
  record Or(List<RunFilter> parts) implements RunFilter {
    public Or {
      parts = several(parts);
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.or(this);
    }

    @Override
    public Stream<RunKey> keys() {
      return parts.stream().flatMap(RunFilter::keys);
    }

    @Override
    public Stream<Compare> comparisons() {
      return parts.stream().flatMap(RunFilter::comparisons);
    }
  }

  /** The opposite. */
  record Not(RunFilter part) implements RunFilter {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.not(this);
    }

    @Override
    public Stream<RunKey> keys() {
      return part.keys();
    }

    @Override
    public Stream<Compare> comparisons() {
      return part.comparisons();
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
    public <T> T accept(Visitor<T> visitor) {
      return visitor.compare(this);
    }

    @Override
    public Stream<RunKey> keys() {
      return Stream.of(key);
    }

    @Override
    public Stream<Compare> comparisons() {
      return Stream.of(this);
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
    public <T> T accept(Visitor<T> visitor) {
      return visitor.in(this);
    }

    @Override
    public Stream<RunKey> keys() {
      return Stream.of(key);
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
    public <T> T accept(Visitor<T> visitor) {
      return visitor.like(this);
    }

    @Override
    public Stream<RunKey> keys() {
      return Stream.of(key);
    }
  }

  /** The run has no such value: {@code IS NULL}. */
  record Absent(RunKey key) implements RunFilter {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.absent(this);
    }

    @Override
    public Stream<RunKey> keys() {
      return Stream.of(key);
    }
  }

  private static List<RunFilter> several(List<RunFilter> parts) {
    if (parts.size() < 2) {
      throw new IllegalArgumentException("need two filters or more, found " + parts.size());
    }
    return List.copyOf(parts);
  }

  private static void check(RunKey key, Literal value) {
    if (!value.<Boolean>fold(number -> key.takesNumbers(), text -> key.takesText())) {
      throw new IllegalArgumentException(
          "need a value that %s can be compared with, found %s"
              .formatted(key.text(), value.text()));
    }
  }
}
