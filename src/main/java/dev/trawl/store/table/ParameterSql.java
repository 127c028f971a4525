package dev.trawl.store.table;

import dev.trawl.store.file.Json;
import dev.trawl.track.filter.Literal;
import dev.trawl.track.filter.Relation;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A hyperparameter: its value's JSON, without blanks, and its number where it is one. */
record ParameterSql(NamedValues values) implements KeySql {
  private static final String NUMBER = "numeric_value";
  private static final String TEXT = "text_value";

  @Override
  public String stored() {
    return values.ofRun(TEXT);
  }

  @Override
  public String decoded(String stored) {
    return stored.startsWith("\"") ? Json.read(stored, Json.TEXT) : stored;
  }

  @Override
  public String compare(Relation relation, Literal value) {
    return compare(values::ofRun, relation, value);
  }

  @Override
  public String find(Relation relation, Literal value) {
    return values.some(compare("v."::concat, relation, value));
  }

  /**
   * @param value in a column
   */
  private String compare(UnaryOperator<String> value, Relation relation, Literal other) {
    return other.fold(
        number -> compare(value.apply(NUMBER), () -> value.apply(TEXT), relation, number),
        text -> ComparisonSql.equality(relation, equal(value, text)));
  }

  private String compare(
      String number, Supplier<String> text, Relation relation, Literal.Numeric other) {
    return other.exact() == null
        ? ComparisonSql.ofNumbers(number, relation, values.bindings().bind(other.value()))
        : compareExactly(number, text.get(), relation, other);
  }

  /**
   * Whole numbers that are one double are told apart by their digits; those are without a point.
   */
  private String compareExactly(
      String number, String text, Relation relation, Literal.Numeric other) {
    String rounded = values.bindings().bind(other.value());
    String exact = values.bindings().bind(Objects.requireNonNull(other.exact()));
    return "(CASE WHEN %s = %s AND LOCATE('.', %s) = 0 THEN %s ELSE %s END)"
        .formatted(
            number,
            rounded,
            text,
            ComparisonSql.ofNumbers(
                "CAST(%s AS BIGINT)".formatted(text),
                relation,
                "CAST(%s AS DECFLOAT)".formatted(exact)),
            ComparisonSql.ofNumbers(number, relation, rounded));
  }

  /** What is compared with may be a string, a list, or a number that is spelt otherwise. */
  private String equal(UnaryOperator<String> value, Literal.Text other) {
    Optional<Literal.Numeric> meant = other.number();
    String number = meant.isPresent() ? value.apply(NUMBER) : "";
    String text = value.apply(TEXT);
    String same = ComparisonSql.isOneOf(text, encodings(other.value()), values.bindings());
    return meant
        .map(found -> compare(number, () -> text, Relation.EQUAL, found))
        .map(isNumber -> "(%s OR COALESCE(%s, FALSE))".formatted(same, isNumber))
        .orElse(same);
  }

  /** How a text is stored: as a string in quotes, or as another value's JSON. */
  private static List<String> encodings(String text) {
    return Stream.concat(Stream.of(text, Json.write(text)), Json.list(text).stream()).toList();
  }

  @Override
  public List<String> order() {
    return List.of(
        values.ofRun(NUMBER), exact(values.ofRun(NUMBER), values.ofRun(TEXT)), values.ofRun(TEXT));
  }

  /** The number, whose digits may be more than a double has. */
  static String exact(String number, String text) {
    return "CASE WHEN %s IS NOT NULL THEN CAST(%s AS DECFLOAT) END".formatted(number, text);
  }
}
