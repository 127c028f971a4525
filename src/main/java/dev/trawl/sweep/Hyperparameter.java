package dev.trawl.sweep;

import dev.trawl.sweep.yaml.ValueText;
import java.util.List;

/**
 * A hyperparameter that an architecture has: its type, what it may be, and what it is when a file
 * doesn't name it.
 *
 * @param min the least value, included, or that of each element of a list; 0 where it is no number
 * @param max the greatest value, included, or that of each element of a list; 0 where it is no
 *     number
 * @param choices the texts of which it is one; empty for the other types
 * @param description one line for {@code trawl check --parameters}
 */
public record Hyperparameter(
    String name,
    Type type,
    double min,
    double max,
    List<String> choices,
    Object defaultValue,
    String description) {

  /** What JSON has for it: a number, a list of whole numbers, a text, or true or false. */
  public enum Type {
    INTEGER,
    REAL,
    INTEGER_LIST,
    CHOICE,
    FLAG;

    /** Whether it may be searched as a range. */
    public boolean isNumber() {
      return this == INTEGER || this == REAL;
    }
  }

  public Hyperparameter {
    choices = List.copyOf(choices);
    if ((type == Type.CHOICE) == choices.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: need choices for a choice alone, found %s for the type %s"
              .formatted(name, choices, type));
    }
    if (type == Type.CHOICE && !choices.contains(defaultValue)) {
      throw new IllegalArgumentException(
          "%s: need one of %s as its default, found %s".formatted(name, choices, defaultValue));
    }
  }

  /** A whole number. */
  public static Hyperparameter integer(
      String name, int min, int max, long defaultValue, String description) {
    return numeric(name, Type.INTEGER, min, max, defaultValue, description);
  }

  /** Any number. */
  public static Hyperparameter real(
      String name, double min, double max, double defaultValue, String description) {
    return numeric(name, Type.REAL, min, max, defaultValue, description);
  }

  /** A list of at least one whole number. */
  public static Hyperparameter integers(
      String name, int min, int max, List<Long> defaultValue, String description) {
    return numeric(name, Type.INTEGER_LIST, min, max, List.copyOf(defaultValue), description);
  }

  /** One of these texts. */
  public static Hyperparameter choice(
      String name, List<String> choices, String defaultValue, String description) {
    return new Hyperparameter(name, Type.CHOICE, 0, 0, choices, defaultValue, description);
  }

  /** True or false. */
  public static Hyperparameter flag(String name, boolean defaultValue, String description) {
    return new Hyperparameter(name, Type.FLAG, 0, 0, List.of(), defaultValue, description);
  }

  private static Hyperparameter numeric(
      String name, Type type, double min, double max, Object defaultValue, String description) {
    return new Hyperparameter(name, type, min, max, List.of(), defaultValue, description);
  }

  /** What a value has to be, such as {@code a number from 0 to 0.95}. */
  public String allowed() {
    return switch (type) {
      case INTEGER -> "an integer from %s to %s".formatted((long) min, (long) max);
      case REAL -> "a number from %s to %s".formatted(ValueText.exact(min), ValueText.exact(max));
      case INTEGER_LIST -> "a list of integers from %s to %s".formatted((long) min, (long) max);
      case CHOICE -> "one of " + String.join(", ", choices);
      case FLAG -> "true or false";
    };
  }

  public boolean contains(double value) {
    return value >= min && value <= max;
  }
}
