package dev.trawl.sweep.read;

import dev.trawl.sweep.Constraints;
import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.ParameterCatalog;
import dev.trawl.sweep.RunKeys;
import dev.trawl.sweep.yaml.NodeType;
import dev.trawl.sweep.yaml.Problems;
import dev.trawl.sweep.yaml.YamlNode.Entry;
import dev.trawl.sweep.yaml.YamlNode.Mapping;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
   * @param grid whether every distribution has to be enumerable
   */
  Map<String, Parameter> read(Searchable searchable, boolean grid) {
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
        "the key %s beside the parameter of %s"
            .formatted(key, parameter.place().from(entry.place())),
        "one of them");
  }

  /**
   * Which combinations of what was read are points.
   *
   * @param forbidden where the file says so
   */
  Constraints constraints(
      Searchable searchable, Map<String, Parameter> space, Optional<Entry> forbidden) {
    NamedParts parts = parts(searchable, space);
    ConditionReader conditions = new ConditionReader(searchable, parts, space, problems);
    Constraints constraints =
        new Constraints(
            conditions.when(),
            forbidden
                .flatMap(entry -> conditions.forbidden(entry.value(), problems))
                .orElse(List.of()));
    if (problems.errors() == 0) { // Else some of it may be missing.
      checkPossible(space, constraints, forbidden);
    }
    return constraints;
  }

  private void checkPossible(
      Map<String, Parameter> space, Constraints constraints, Optional<Entry> forbidden) {
    PossiblePoints points = new PossiblePoints(distributions(space), constraints);
    if (!points.any()) {
      forbidden.ifPresent(
          entry ->
              problems.error(
                  entry.place(),
                  "forbid, which rules out every combination",
                  "one that leaves something to try"));
      return;
    }
    space.forEach(
        (name, parameter) -> {
          if (points.never().contains(name)) {
            problems.warning(
                parameter.place(),
                name + ", which no run has",
                "a parameter whose when holds in some run");
          }
        });
  }

  /** Reads which points are tried first. */
  NodeType<List<Map<String, Object>>> enqueued(
      Searchable searchable, Map<String, Parameter> space, Constraints constraints) {
    return new EnqueuedReader(searchable, parts(searchable, space), constraints.forbidden());
  }

  private NamedParts parts(Searchable searchable, Map<String, Parameter> space) {
    Set<String> named = new HashSet<>(parameters.keySet());
    parameters.keySet().forEach(name -> named.add(names.ours(name)));
    return new NamedParts(searchable, names, space, named, problems);
  }

  /** The distributions alone. */
  static Map<String, Distribution> distributions(Map<String, Parameter> space) {
    Map<String, Distribution> distributions = new LinkedHashMap<>();
    space.forEach((name, parameter) -> distributions.put(name, parameter.distribution()));
    return distributions;
  }
}
