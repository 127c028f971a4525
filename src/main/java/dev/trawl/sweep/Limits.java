package dev.trawl.sweep;

import dev.trawl.sweep.yaml.ValueText;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which numbers will do.
 *
 * @param min the least; may be infinite
 * @param withMin whether the least is among them
 * @param max the greatest; may be infinite
 * @param withMax whether the greatest is among them
 */
public record Limits(double min, boolean withMin, double max, boolean withMax) {
  private static final double NONE = Double.POSITIVE_INFINITY;

  /** Any number. */
  public static final Limits ANY = new Limits(-NONE, false, NONE, false);

  public static Limits above(double min) {
    return new Limits(min, false, NONE, false);
  }

  public static Limits atLeast(double min) {
    return new Limits(min, true, NONE, false);
  }

  /** Neither is among them. */
  public static Limits between(double min, double max) {
    return new Limits(min, false, max, false);
  }

  /** Both are among them. */
  public static Limits fromTo(double min, double max) {
    return new Limits(min, true, max, true);
  }

  /** The least is among them, the greatest is not. */
  public static Limits fromToBelow(double min, double max) {
    return new Limits(min, true, max, false);
  }

  /** The greatest is among them, the least is not. */
  public static Limits aboveTo(double min, double max) {
    return new Limits(min, false, max, true);
  }

  public boolean contains(double value) {
    return (withMin ? value >= min : value > min) && (withMax ? value <= max : value < max);
  }

  /** For people, such as {@code above 1} or {@code from 0 to below 1}; empty for any number. */
  public String describe() {
    String least = ValueText.exact(min);
    String greatest = ValueText.exact(max);
    if (max == NONE) {
      return min == -NONE ? "" : (withMin ? "of at least " : "above ") + least;
    }
    if (!withMin && !withMax) {
      return "between %s and %s".formatted(least, greatest);
    }
    return withMin
        ? "from %s to %s%s".formatted(least, withMax ? "" : "below ", greatest)
        : "above %s, at most %s".formatted(least, greatest);
  }

  /** The same in JSON Schema's words. */
  public Map<String, Object> schema() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "number");
    if (Double.isFinite(min)) {
      schema.put(withMin ? "minimum" : "exclusiveMinimum", min);
    }
    if (Double.isFinite(max)) {
      schema.put(withMax ? "maximum" : "exclusiveMaximum", max);
    }
    return schema;
  }
}
