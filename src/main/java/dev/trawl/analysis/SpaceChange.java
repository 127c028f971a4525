package dev.trawl.analysis;

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

  /** Whether it is not searched any more. */
  public boolean isFixed() {
    return values.size() == 1;
  }
}
