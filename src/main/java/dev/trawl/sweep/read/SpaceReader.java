package dev.trawl.sweep.read;

import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.ParameterCatalog;
import dev.trawl.sweep.RunKeys;
import dev.trawl.sweep.yaml.NodeType;
import dev.trawl.sweep.yaml.Problems;
import dev.trawl.sweep.yaml.YamlNode.Entry;
import dev.trawl.sweep.yaml.YamlNode.Mapping;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what a file searches: first the models, which say what else there is to search. */
final class SpaceReader {
  static final String EXAMPLE = "a mapping of names, each with " + DistributionReader.EXAMPLE;

  private final Mapping file;
  private final ParameterCatalog catalog;
  private final ParameterNames names;
  private final Map<String, Entry> parameters;
  private final Problems problems;

  SpaceReader(Mapping file, ParameterCatalog catalog, ParameterNames names, Problems problems) {
    this.file = file;
    this.catalog = catalog;
    this.names = names;
    this.problems = problems;
    parameters =
        file.find("parameters")
            .flatMap(entry -> NodeType.mapping(EXAMPLE).read(entry.value(), problems))
            .map(mapping -> NestedParameters.flatten(mapping, problems))
            .orElse(Map.of());
  }

  /** The models that are searched; none where the model is no parameter. */
  List<String> models() {
    List<String> models = new ArrayList<>();
    parameters.forEach(
        (name, entry) -> {
          if (names.ours(name).equals(RunKeys.MODEL)) {
            Searchable any = Searchable.of(catalog, List.of(), List.of());
            entry
                .value()
                .mapping()
                .flatMap(
                    found ->
                        DistributionReader.read(found, any.of(RunKeys.MODEL, List.of()), problems))
                .ifPresent(found -> found.samples().forEach(each -> models.add(each.toString())));
          }
        });
    return models;
  }

  /**
   * The parameters by our names, in the file's order; those that can't be read are left out.
   *
   * @param models that a run may have; none when they aren't known
   * @param training the names of what training has
   * @param grid whether every distribution has to be enumerable
   */
  Map<String, Parameter> read(List<String> models, List<String> training, boolean grid) {
    Searchable searchable = Searchable.of(catalog, models, training);
    Map<String, Parameter> space =
        new ParametersReader(searchable, names, grid, problems).read(parameters);
    searchable
        .keys()
        .forEach(
            key -> {
              Parameter parameter = space.get(key);
              if (parameter != null) {
                file.find(key).ifPresent(entry -> refuse(key, entry, parameter));
              }
            });
    return space;
  }

  private void refuse(String key, Entry entry, Parameter parameter) {
    problems.error(
        entry.place(),
        "the key %s beside the parameter of line %d".formatted(key, parameter.place().line()),
        "one of them");
  }

  /** Reads conditions on what was read. */
  ConditionReader conditions(
      List<String> models, List<String> training, Map<String, Parameter> space) {
    return new ConditionReader(Searchable.of(catalog, models, training), names, space, problems);
  }

  /** The distributions alone. */
  static Map<String, Distribution> distributions(Map<String, Parameter> space) {
    Map<String, Distribution> distributions = new LinkedHashMap<>();
    space.forEach((name, parameter) -> distributions.put(name, parameter.distribution()));
    return distributions;
  }
}
