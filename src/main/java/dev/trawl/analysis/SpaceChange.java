package dev.trawl.analysis;

import dev.trawl.sweep.yaml.ValueText;
import java.util.List;

/**
 * A parameter that the next sweep should search otherwise.
 *
 * @param values its two new ends, or the one value to which it is fixed; integers where it is one
 * @param reason what the runs show, as the end of a sentence
 * @param runIds the runs that show it, by their numbers; empty for all
 */
public record SpaceChange(
    String parameter, List<Object> values, String reason, List<String> runIds) {

  public SpaceChange {
    values = List.copyOf(values);
    runIds = List.copyOf(runIds);
    if (values.isEmpty() || values.size() > 2) {
      throw new IllegalArgumentException(
          "need a value or two ends for %s, found %s".formatted(parameter, values));
    }
  }

  static SpaceChange range(
      String parameter, List<Object> ends, String reason, List<String> runIds) {
    return new SpaceChange(parameter, ends, reason, runIds);
  }

  static SpaceChange fixed(String parameter, Object value, String reason) {
    return new SpaceChange(parameter, List.of(value), reason, List.of());
  }

  /** What changes, for people: {@code from 1e-4 to 0.01}, or {@code fixed to 64}. */
  public String what() {
    return isFixed() ? "fixed to " + shown(0) : "from %s to %s".formatted(shown(0), shown(1));
  }

  /** Rounded, for people. */
  private String shown(int index) {
    return values.get(index) instanceof Double value
        ? ValueText.of(Double.parseDouble(NumberText.of(value)))
        : text(index);
  }

  /** One of the values as YAML. */
  String text(int index) {
    Object value = values.get(index);
    return value instanceof String text ? "'" + text.replace("'", "''") + "'" : ValueText.of(value);
  }

  /** Whether it is not searched any more. */
  public boolean isFixed() {
    return values.size() == 1;
  }
}
