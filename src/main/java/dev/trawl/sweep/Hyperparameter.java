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
}
