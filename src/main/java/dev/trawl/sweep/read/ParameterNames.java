package dev.trawl.sweep.read;

import dev.trawl.sweep.RunKeys;
import dev.trawl.sweep.yaml.Aliases;
import dev.trawl.sweep.yaml.NodeType;
import dev.trawl.sweep.yaml.Place;
import dev.trawl.sweep.yaml.Problems;
import dev.trawl.sweep.yaml.YamlNode.Entry;
import dev.trawl.sweep.yaml.YamlNode.Mapping;
import dev.trawl.sweep.yaml.YamlNode.Scalar;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Our names of what a file names otherwise: by its {@code rename}, by the end of a key's name, or
 * because another program names it so. Whoever reads a file is told of each, once.
 */
final class ParameterNames {
  private final Map<String, Entry> renamed;
  private final Set<String> used = new HashSet<>();
  private final Problems problems;

  /**
   * @param file of which it reads {@code rename}
   */
  ParameterNames(Mapping file, Problems problems) {
    Entry rename = file.entries().get("rename");
    this.problems = problems;
    this.renamed =
        rename == null
            ? Map.of()
            : NodeType.mapping("a mapping of names to Trawl's, such as {n_units: dense_units}")
                .read(rename.value(), problems)
                .map(Mapping::entries)
                .orElse(Map.of());
  }

  /** Where our name of a parameter stands: in {@code rename}, or where the file names it. */
  Place place(String name, Place otherwise) {
    Entry entry = renamed.get(name);
    return entry == null ? otherwise : entry.value().place();
  }

  /** What a name of the file stands for; the name itself where nothing else is known for it. */
  String ours(String name, Place place, Predicate<String> known, List<String> keys) {
    Entry entry = used(name);
    if (entry != null) {
      return NodeType.name("one of Trawl's names").read(entry.value(), problems).orElse(name);
    }
    if (known.test(name)) {
      return name;
    }
    String below = RunKeys.training("");
    if (name.startsWith(below) && known.test(name.substring(below.length()))) {
      return name.substring(below.length());
    }
    List<String> ends = keys.stream().filter(key -> key.endsWith("." + name)).toList();
    if (ends.size() == 1) {
      return ends.get(0);
    }
    return Aliases.parameter(name)
        .filter(known)
        .map(ours -> told("the parameter ", name, ours, place))
        .orElse(name);
  }

  /** The same where it isn't known what a parameter may be. */
  String ours(String name) {
    return Optional.ofNullable(renamed.get(name))
        .flatMap(entry -> entry.value().scalar())
        .map(Scalar::text)
        .or(() -> Aliases.parameter(name))
        .orElse(name);
  }

  /** The same file with our name of its metric. */
  Mapping metric(Mapping file) {
    return file.find("metric.name")
        .flatMap(entry -> entry.value().scalar())
        .map(Scalar::text)
        .map(this::used)
        .map(entry -> file.with("metric.name", entry.value()))
        .orElse(file);
  }

  private @Nullable Entry used(String name) {
    used.add(name);
    return renamed.get(name);
  }

  private String told(String what, String name, String ours, Place place) {
    problems.warning(place, what + name, ours + ", which it is read as");
    return ours;
  }

  /** Reports what {@code rename} names that the file doesn't have. */
  void finish() {
    renamed.forEach(
        (name, entry) -> {
          if (!used.contains(name)) {
            problems.error(
                entry.place(), "rename of " + name, "a parameter or metric that the file has");
          }
        });
  }
}
