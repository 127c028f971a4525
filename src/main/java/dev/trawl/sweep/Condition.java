package dev.trawl.sweep;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a point has to have.
 *
 * @param all by parameter: each has to be there, and to match
 */
public record Condition(Map<String, Match> all) {
  public Condition {
    all = Collections.unmodifiableMap(new LinkedHashMap<>(all));
  }

  /** Whether it holds of a point, or of a part of one that has all that it names. */
  public boolean holds(Map<String, Object> point) {
    return all.entrySet().stream()
        .allMatch(
            each -> {
              Object value = point.get(each.getKey());
              return value != null && each.getValue().test(value);
            });
  }

  /** What a person reads about it, such as {@code model resnet and optimizer sgd}. */
  public String describe() {
    return all.entrySet().stream()
        .map(each -> each.getKey() + " " + each.getValue().describe())
        .collect(Collectors.joining(" and "));
  }
}
