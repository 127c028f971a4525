package dev.trawl.sweep.read;

import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.Distribution.Constant;
import dev.trawl.sweep.Hyperparameter;
import dev.trawl.sweep.yaml.Problems;
import dev.trawl.sweep.yaml.YamlNode.Entry;
import dev.trawl.sweep.yaml.YamlNode.Mapping;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads the hyperparameters that a file gives one value under {@code training}: the same as {@code
 * {value: …}} under {@code parameters}.
 */
final class FixedParameters {
  private final Map<String, Hyperparameter> hyperparameters;
  private final Problems problems;

  /**
   * @param hyperparameters that may be there
   */
  FixedParameters(Map<String, Hyperparameter> hyperparameters, Problems problems) {
    this.hyperparameters = hyperparameters;
    this.problems = problems;
  }

  /**
   * The space with those of {@code training} behind it, in the order of the catalog.
   *
   * @param space of the parameters, as they were read
   */
  Map<String, Distribution> addTo(Map<String, Distribution> space, Mapping training) {
    Map<String, Distribution> all = new LinkedHashMap<>(space);
    hyperparameters.forEach(
        (name, hyperparameter) -> {
          Entry entry = training.entries().get(name);
          if (entry == null) {
            return;
          }
          new ValueReader(hyperparameter)
              .read(entry.value(), problems)
              .ifPresent(
                  value -> {
                    if (all.putIfAbsent(name, new Constant(value)) != null) {
                      problems.error(
                          entry.place(),
                          name + ", which is a parameter too",
                          "it under parameters or under training");
                    }
                  });
        });
    return all;
  }
}
