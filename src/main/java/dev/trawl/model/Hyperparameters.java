package dev.trawl.model;

import dev.trawl.sweep.Hyperparameter;
import dev.trawl.sweep.yaml.ValueText;
import java.util.List;
import java.util.Map;

/** A run's hyperparameters: its own values, and the architecture's defaults for the rest. */
public final class Hyperparameters {
  private final Map<String, Hyperparameter> known;
  private final Map<String, Object> values;

  /**
   * Keeps the values as they are; a value is checked when it is asked for.
   *
   * @throws IllegalArgumentException for a name that the architecture doesn't have
   */
  public Hyperparameters(Map<String, Hyperparameter> known, Map<String, Object> values) {
    for (String name : values.keySet()) {
      if (!known.containsKey(name)) {
        throw new IllegalArgumentException(
            "need one of %s, found the hyperparameter %s".formatted(known.keySet(), name));
      }
    }
    this.known = known;
    this.values = values;
  }

  public int integer(String name) {
    return Math.toIntExact(integral(name, value(name)));
  }

  public double real(String name) {
    if (value(name) instanceof Number number) {
      return inRange(name, number.doubleValue());
    }
    throw wrong(name, "a number", value(name));
  }

  /** The same, with another default: one that depends on other hyperparameters. */
  public double real(String name, double otherwise) {
    return values.get(name) == null ? otherwise : real(name);
  }

  public List<Integer> integers(String name) {
    if (value(name) instanceof List<?> list && !list.isEmpty()) {
      return list.stream().map(element -> Math.toIntExact(integral(name, element))).toList();
    }
    throw wrong(name, "a list of whole numbers", value(name));
  }

  /** One of its choices. */
  public String choice(String name) {
    List<String> choices = hyperparameter(name).choices();
    if (value(name) instanceof String text && choices.contains(text)) {
      return text;
    }
    throw wrong(name, "one of " + String.join(", ", choices), value(name));
  }

  public boolean flag(String name) {
    if (value(name) instanceof Boolean flag) {
      return flag;
    }
    throw wrong(name, "true or false", value(name));
  }

  private long integral(String name, Object value) {
    if (value instanceof Number number && number.doubleValue() == Math.rint(number.doubleValue())) {
      return (long) inRange(name, number.doubleValue());
    }
    throw wrong(name, "a whole number", value);
  }

  private double inRange(String name, double value) {
    Hyperparameter hyperparameter = hyperparameter(name);
    if (value >= hyperparameter.min() && value <= hyperparameter.max()) {
      return value;
    }
    throw wrong(
        name,
        "a value between %s and %s"
            .formatted(
                ValueText.exact(hyperparameter.min()), ValueText.exact(hyperparameter.max())),
        value);
  }

  private Object value(String name) {
    Hyperparameter hyperparameter = hyperparameter(name);
    Object value = values.get(name);
    return value == null ? hyperparameter.defaultValue() : value;
  }

  private Hyperparameter hyperparameter(String name) {
    Hyperparameter hyperparameter = known.get(name);
    if (hyperparameter == null) {
      throw new IllegalArgumentException(
          "need one of %s, found %s".formatted(known.keySet(), name));
    }
    return hyperparameter;
  }

  private static IllegalArgumentException wrong(String name, String needed, Object found) {
    return new IllegalArgumentException("%s: need %s, found %s".formatted(name, needed, found));
  }
}
