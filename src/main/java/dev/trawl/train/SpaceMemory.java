package dev.trawl.train;

import dev.trawl.model.Architectures;
import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.RunKeys;
import dev.trawl.sweep.SweepSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The points of a search space whose runs take least and most memory. What a run takes grows or
 * falls with each hyperparameter, so each is looked at by itself, model by model, the others as
 * they were found to be least or most; by a rough measure, since there may be many.
 */
final class SpaceMemory {
  private final RunMemory memory;
  private final Architectures architectures;
  private final SweepSpec spec;

  SpaceMemory(RunMemory memory, Architectures architectures, SweepSpec spec) {
    this.memory = memory;
    this.architectures = architectures;
    this.spec = spec;
  }

  /** Empty where no run's memory is known. */
  Optional<Map<String, Object>> smallest() {
    return extreme(-1);
  }

  /** Empty where no run's memory is known. */
  Optional<Map<String, Object>> largest() {
    return extreme(1);
  }

  /**
   * @param sign 1 for the largest, −1 for the smallest
   */
  private Optional<Map<String, Object>> extreme(int sign) {
    Optional<Map<String, Object>> found = Optional.empty();
    long best = 0;
    for (String model : spec.models()) {
      Map<String, Object> point = extreme(model, sign);
      long bytes = exact(point).orElse(0);
      if (bytes > 0 && (best == 0 || sign * Long.compare(bytes, best) > 0)) {
        best = bytes;
        found = Optional.of(point);
      }
    }
    return found;
  }

  private OptionalLong exact(Map<String, Object> point) {
    try {
      return memory.bytes(point);
    } catch (IllegalArgumentException e) {
      return OptionalLong.empty();
    }
  }

  private Map<String, Object> extreme(String model, int sign) {
    Map<String, Object> point = new LinkedHashMap<>();
    Map<String, Distribution> space = new LinkedHashMap<>(spec.search().parameters());
    if (space.remove(RunKeys.MODEL) != null) {
      point.put(RunKeys.MODEL, model);
    }
    space.keySet().retainAll(architectures.parameters(model).keySet());
    space.forEach((name, distribution) -> point.put(name, distribution.samples().get(0)));
    space.forEach(
        (name, distribution) -> {
          double best = Double.NEGATIVE_INFINITY;
          Object chosen = point.get(name);
          for (Object value : distribution.samples()) {
            point.put(name, value);
            double size = sign * memory.rough(point).orElse(Double.NaN);
            if (size > best || (size == best && sign > 0)) {
              best = size;
              chosen = value;
            }
          }
          point.put(name, chosen);
        });
    return point;
  }
}
