package dev.trawl.sweep.read;

import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.RunKeys;
import dev.trawl.sweep.yaml.NearestName;
import dev.trawl.sweep.yaml.NodeType;
import dev.trawl.sweep.yaml.Problems;
import dev.trawl.sweep.yaml.YamlNode;
import dev.trawl.sweep.yaml.YamlNode.Entry;
import dev.trawl.sweep.yaml.YamlNode.Mapping;
import dev.trawl.sweep.yaml.YamlNode.Scalar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads what stands beside names of the file's parameters. */
final class NamedParts {
  private final Searchable searchable;
  private final ParameterNames names;
  private final Map<String, Parameter> space;
  private final Set<String> named;
  private final Problems problems;

  /**
   * @param space the file's parameters
   * @param named all of its names, those of parameters that could not be read too
   */
  NamedParts(
      Searchable searchable,
      ParameterNames names,
      Map<String, Parameter> space,
      Set<String> named,
      Problems problems) {
    this.searchable = searchable;
    this.names = names;
    this.space = space;
    this.named = Set.copyOf(named);
    this.problems = problems;
  }

  /** Reads what one parameter has to have. */
  interface Reader<T> {
    Optional<T> read(String name, YamlNode node);
  }

  /** What could be read of a list's items. */
  <T> Optional<List<T>> list(YamlNode node, String expected, Function<YamlNode, Optional<T>> item) {
    return NodeType.sequence(expected)
        .read(node, problems)
        .map(found -> found.items().stream().flatMap(each -> item.apply(each).stream()).toList());
  }

  /** What could be read of a mapping, by our names. */
  <T> Optional<Map<String, T>> all(YamlNode node, String example, Reader<T> reader) {
    Optional<Mapping> mapping =
        NodeType.mapping("a mapping such as " + example).read(node, problems);
    if (mapping.filter(found -> found.entries().isEmpty()).isPresent()) {
      problems.error(node.place(), node.found(), "at least one parameter, as in " + example);
    }
    return mapping.map(
        found -> {
          Map<String, T> all = new LinkedHashMap<>();
          found
              .entries()
              .forEach(
                  (written, entry) -> {
                    String name = named(written, entry);
                    if (all.containsKey(name)) {
                      problems.error(
                          entry.place(),
                          "%s, a second value for %s".formatted(written, name),
                          "one value for " + name);
                    } else if (space.containsKey(name)) {
                      reader.read(name, entry.value()).ifPresent(value -> all.put(name, value));
                    }
                  });
          return all;
        });
  }

  private String named(String written, Entry entry) {
    String name = names.ours(written, entry.place(), searchable::has, searchable.keys());
    if (!space.containsKey(name) && !named.contains(written) && !named.contains(name)) {
      problems.error(
          entry.place(),
          written,
          "a parameter of this file: " + String.join(", ", space.keySet()),
          NearestName.explained(written, space.keySet()));
    }
    return name;
  }

  /** The models that an item may be of: those that it names, or all. */
  List<String> models(YamlNode item) {
    return item.mapping()
        .flatMap(keys -> keys.find(RunKeys.MODEL))
        .map(entry -> texts(entry.value()))
        .filter(found -> !found.isEmpty() && searchable.models().containsAll(found))
        .orElse(searchable.models());
  }

  /** What the file says that a parameter may be. */
  Distribution distribution(String name) {
    Parameter parameter = space.get(name);
    if (parameter == null) {
      throw new IllegalArgumentException(
          "need one of %s, found %s".formatted(space.keySet(), name));
    }
    return parameter.distribution();
  }

  /** The texts of one value or a list of them. */
  static List<String> texts(YamlNode node) {
    return node.sequence().map(YamlNode.Sequence::items).orElse(List.of(node)).stream()
        .flatMap(item -> item.scalar().stream())
        .map(Scalar::text)
        .toList();
  }
}
