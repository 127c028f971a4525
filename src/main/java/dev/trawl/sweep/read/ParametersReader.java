package dev.trawl.sweep.read;

import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.Hyperparameter;
import dev.trawl.sweep.yaml.Choices;
import dev.trawl.sweep.yaml.NodeType;
import dev.trawl.sweep.yaml.Place;
import dev.trawl.sweep.yaml.Problems;
import dev.trawl.sweep.yaml.RightPlace;
import dev.trawl.sweep.yaml.YamlNode.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the search space: the distribution of each parameter, by our name of it. */
final class ParametersReader {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

  private final Searchable searchable;
  private final ParameterNames names;
  private final boolean grid;
  private final Problems problems;

  /**
   * @param grid whether every distribution has to be enumerable
   */
  ParametersReader(Searchable searchable, ParameterNames names, boolean grid, Problems problems) {
    this.searchable = searchable;
    this.names = names;
    this.grid = grid;
    this.problems = problems;
  }

  /** The parameters by our names, in the file's order; those that can't be read are left out. */
  Map<String, Parameter> read(Map<String, Entry> parameters) {
    Map<String, Parameter> space = new LinkedHashMap<>();
    parameters.forEach(
        (name, entry) -> {
          String ours = checked(name, entry.place());
          Optional<Distribution> distribution = read(ours, entry);
          Parameter earlier = space.get(ours);
          if (earlier != null) {
            problems.error(
                entry.place(),
                "the parameter %s, which is %s again".formatted(name, ours),
                "it once: it stands in %s already".formatted(earlier.place().from(entry.place())));
          }
          distribution.ifPresent(
              found -> space.put(ours, new Parameter(entry.place(), entry.value(), found)));
        });
    return space;
  }

  private Optional<Distribution> read(String name, Entry entry) {
    List<String> models = new ArrayList<>(searchable.models(name));
    entry
        .value()
        .mapping()
        .flatMap(keys -> keys.find("when.model"))
        .ifPresent(when -> models.retainAll(NamedParts.texts(when.value())));
    List<Hyperparameter> allowed = searchable.of(name, models);
    Optional<Distribution> distribution =
        NodeType.mapping("a mapping: " + DistributionReader.EXAMPLE)
            .read(entry.value(), problems)
            .flatMap(mapping -> DistributionReader.read(mapping, allowed, problems));
    if (grid) {
      distribution.ifPresent(found -> new GridCheck(problems).check(entry.value(), found));
    }
    return distribution;
  }

  private String checked(String name, Place place) {
    if (!NAME.matcher(name).matches()) {
      problems.error(
          place,
          "the parameter \"" + name + '"',
          "a name of letters, digits, _, . and -, with a letter or _ first");
      return name;
    }
    String ours = names.ours(name, place, searchable::has, searchable.keys());
    if (!searchable.has(ours)) {
      problems.unknown(
          names.place(name, place),
          "the parameter " + (ours.equals(name) ? name : "%s, which is %s".formatted(name, ours)),
          Choices.of(
              "a parameter of the model " + String.join(" or ", searchable.models()),
              searchable.hyperparameters().keySet()),
          () -> RightPlace.nearestParameter(ours, searchable.hyperparameters().keySet()));
    }
    return ours;
  }
}
