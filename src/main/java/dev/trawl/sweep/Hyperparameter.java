package dev.trawl.sweep;

/**
 * A hyperparameter that an architecture has: its type, its range and what it is when a file doesn't
 * name it.
 *
 * @param min the least value, included, or that of each element of a list
 * @param max the greatest value, included, or that of each element of a list
 * @param description one line for {@code trawl check --parameters}
 */
public record Hyperparameter(
    String name, Type type, double min, double max, Object defaultValue, String description) {

  /** What JSON has for it: a whole number, any number, or a list of whole numbers. */
  public enum Type {
    INTEGER,
    REAL,
    INTEGER_LIST
  }

  /** What a value has to be, such as {@code a number from 0.0 to 0.95}. */
  public String allowed() {
    return switch (type) {
      case INTEGER -> "an integer from %s to %s".formatted((long) min, (long) max);
      case REAL -> "a number from %s to %s".formatted(ValueText.of(min), ValueText.of(max));
      case INTEGER_LIST -> "a list of integers from %s to %s".formatted((long) min, (long) max);
    };
  }

  boolean contains(double value) {
    return value >= min && value <= max;
  }
}
