package dev.trawl.track.filter;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How a value stands to another. */
public enum Relation {
  EQUAL("="),
  NOT_EQUAL("!="),
  LESS("<"),
  LESS_OR_EQUAL("<="),
  GREATER(">"),
  GREATER_OR_EQUAL(">=");

  private final String symbol;

  Relation(String symbol) {
    this.symbol = symbol;
  }

  public String symbol() {
    return symbol;
  }

  /** Whether it asks which of the two is greater. */
  public boolean isOrdering() {
    return this != EQUAL && this != NOT_EQUAL;
  }

  static Optional<Relation> of(String symbol) {
    return Arrays.stream(values()).filter(each -> each.symbol.equals(symbol)).findFirst();
  }

  static List<String> symbols() {
    return Arrays.stream(values()).map(Relation::symbol).toList();
  }
}
