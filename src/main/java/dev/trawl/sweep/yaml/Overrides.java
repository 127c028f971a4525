package dev.trawl.sweep.yaml;

import dev.trawl.sweep.yaml.YamlNode.Entry;
import dev.trawl.sweep.yaml.YamlNode.Mapping;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Sets keys of a sweep file from {@code key=value}, before the file is checked. */
public final class Overrides {
  /** Keys that may be given a name alone, and the key below them that the name stands for. */
  private static final Map<String, String> SHORTHANDS = Map.of("dataset", "name");

  private static final Pattern DOT = Pattern.compile("\\.");

  private final YamlReader reader;
  private final Problems problems;

  public Overrides(YamlReader reader, Problems problems) {
    this.reader = reader;
    this.problems = problems;
  }

  /** The file's name in problems with {@code override}. */
  public static String file(String override) {
    return "--set " + override;
  }

  public Mapping apply(List<String> overrides, Mapping root) {
    Mapping changed = root;
    for (String override : overrides) {
      changed = apply(override, changed);
    }
    return changed;
  }

  private Mapping apply(String override, Mapping root) {
    Place start = new Place(file(override), 1, 1);
    int equals = override.indexOf('=');
    List<String> path = DOT.splitAsStream(override.substring(0, Math.max(equals, 0))).toList();
    if (equals < 0 || path.stream().anyMatch(String::isBlank)) {
      problems.error(start, '"' + override + '"', "key=value, such as training.epochs=3");
      return root;
    }
    if (override.substring(equals + 1).isBlank()) {
      problems.error(
          new Place(start.file(), 1, equals + 2),
          "nothing after the =",
          "a YAML value, or null to leave the key out");
      return root;
    }
    Optional<YamlNode> value =
        reader.read(override.substring(equals + 1), start.file(), equals + 1);
    return value.map(node -> set(root, path, 0, node, start)).orElse(root);
  }

  /**
   * {@code mapping} with {@code value} at the path's part from {@code index} on.
   *
   * @param place where the key of that index stands in the override
   */
  private Mapping set(Mapping mapping, List<String> path, int index, YamlNode value, Place place) {
    int end = index + parts(mapping, path.subList(index, path.size()));
    String key = key(path.subList(index, end));
    if (end < path.size()) {
      int length = String.join(".", path.subList(index, end)).length();
      Place next = new Place(place.file(), 1, place.column() + length + 1);
      return descend(mapping, key, place)
          .map(child -> set(child, path, end, value, next))
          .map(child -> mapping.with(key, new Entry(keyPlace(mapping, key, place), child)))
          .orElse(mapping);
    }
    if (value.isNothing()) {
      if (!mapping.entries().containsKey(key)) {
        problems.error(
            place,
            "the key " + key + " set to null",
            "a key that the file has",
            NearestName.of(key, mapping.entries().keySet()));
      }
      return mapping.without(key);
    }
    return mapping.with(key, new Entry(place, value));
  }

  /** How many parts of a path are one key: those of the longest that is there, or one. */
  private static int parts(Mapping mapping, List<String> path) {
    int parts = path.size();
    while (parts > 1 && !mapping.entries().containsKey(key(path.subList(0, parts)))) {
      parts--;
    }
    return parts;
  }

  private static String key(List<String> parts) {
    return parts.stream().map(String::strip).collect(Collectors.joining("."));
  }

  private static Place keyPlace(Mapping mapping, String key, Place otherwise) {
    Entry entry = mapping.entries().get(key);
    return entry == null ? otherwise : entry.place();
  }

  private Optional<Mapping> descend(Mapping mapping, String key, Place place) {
    Entry entry = mapping.entries().get(key);
    if (entry == null) {
      return Optional.of(new Mapping(place, Map.of()));
    }
    Optional<Mapping> child = entry.value().mapping().or(() -> spelledOut(key, entry));
    if (child.isEmpty()) {
      problems.error(
          place,
          "a key below " + key + ", which is " + entry.value().found(),
          "a key that holds a mapping");
    }
    return child;
  }

  /** The mapping that a name alone stands for. */
  private static Optional<Mapping> spelledOut(String key, Entry entry) {
    return Optional.ofNullable(SHORTHANDS.get(key))
        .filter(name -> entry.value().scalar().isPresent())
        .map(
            name ->
                new Mapping(entry.place(), Map.of(name, new Entry(entry.place(), entry.value()))));
  }
}
