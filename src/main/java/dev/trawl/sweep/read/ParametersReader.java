package dev.trawl.sweep.read;

import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.Hyperparameter;
import dev.trawl.sweep.yaml.Choices;
import dev.trawl.sweep.yaml.NodeType;
import dev.trawl.sweep.yaml.Place;
import dev.trawl.sweep.yaml.Problems;
import dev.trawl.sweep.yaml.RightPlace;
import dev.trawl.sweep.yaml.YamlNode.Entry;
import dev.trawl.sweep.yaml.YamlNode.Mapping;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the search space. */
final class ParametersReader {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

  private final String model;
  private final @Nullable Map<String, Hyperparameter> hyperparameters;
  private final boolean grid;
  private final Problems problems;

  /**
   * @param hyperparameters the model's; null if the model isn't known, so that any name will do
   * @param grid whether every distribution has to be enumerable
   */
  ParametersReader(
      String model,
      @Nullable Map<String, Hyperparameter> hyperparameters,
      boolean grid,
      Problems problems) {
    this.model = model;
    this.hyperparameters = hyperparameters;
    this.grid = grid;
    this.problems = problems;
  }

  Map<String, Distribution> read(Mapping parameters) {
    if (parameters.entries().isEmpty()) {
      problems.error(parameters.place(), "no parameters", "at least one");
    }
    Map<String, Distribution> space = new LinkedHashMap<>();
    parameters
        .entries()
        .forEach((name, entry) -> read(name, entry).ifPresent(found -> space.put(name, found)));
    return space;
  }

  private Optional<Distribution> read(String name, Entry entry) {
    checkName(name, entry.place());
    Hyperparameter hyperparameter = hyperparameters == null ? null : hyperparameters.get(name);
    Optional<Distribution> distribution =
        NodeType.mapping("a mapping: " + DistributionReader.EXAMPLE)
            .read(entry.value(), problems)
            .flatMap(mapping -> new DistributionReader(mapping, hyperparameter, problems).read());
    if (grid) {
      distribution.ifPresent(found -> new GridCheck(problems).check(entry.value(), found));
    }
    return distribution;
  }

  private void checkName(String name, Place place) {
    if (!NAME.matcher(name).matches()) {
      problems.error(
          place,
          "the parameter \"" + name + '"',
          "a name of letters, digits, _, . and -, with a letter or _ first");
    } else if (hyperparameters != null && !hyperparameters.containsKey(name)) {
      problems.unknown(
          place,
          "the parameter " + name,
          Choices.of("a parameter of the model " + model, hyperparameters.keySet()),
          () -> RightPlace.nearestParameter(name, hyperparameters.keySet()));
    }
  }
}
