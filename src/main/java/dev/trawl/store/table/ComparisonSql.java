package dev.trawl.store.table;

import dev.trawl.track.filter.Relation;
import java.util.List;
import java.util.stream.Collectors;

/** Comparisons in SQL as filters mean them. */
final class ComparisonSql {
  static final String NAN = "CAST('NaN' AS DOUBLE PRECISION)";

  /** Of a key with what its values never are. */
  static final String UNKNOWN = "UNKNOWN";

  private ComparisonSql() {}

  /** Of numbers. H2 has NaN above all of them, a filter neither above nor below. */
  static String ofNumbers(String left, Relation relation, String right) {
    String operator = relation == Relation.NOT_EQUAL ? "<>" : relation.symbol();
    String comparison = "%s %s %s".formatted(left, operator, right);
    return relation.isOrdering()
        ? "(%s AND %s <> %s)".formatted(comparison, left, NAN)
        : "(" + comparison + ")";
  }

  /**
   * Of texts, which are equal or not.
   *
   * @param encodings how the text that is compared with may be stored
   */
  static String ofTexts(
      String stored, Relation relation, List<String> encodings, SqlBindings bindings) {
    return equality(relation, isOneOf(stored, encodings, bindings));
  }

  static String isOneOf(String stored, List<String> encodings, SqlBindings bindings) {
    return encodings.stream()
        .map(bindings::bind)
        .collect(Collectors.joining(", ", "(" + stored + " IN (", "))"));
  }

  static String equality(Relation relation, String equal) {
    return relation == Relation.EQUAL ? equal : "(NOT " + equal + ")";
  }
}
