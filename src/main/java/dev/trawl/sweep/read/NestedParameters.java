package dev.trawl.sweep.read;

import dev.trawl.sweep.yaml.Problems;
import dev.trawl.sweep.yaml.YamlNode.Entry;
import dev.trawl.sweep.yaml.YamlNode.Mapping;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Parameters in parameters, as W&B nests them: {@code a: {parameters: {b: …}}} is {@code a.b}. */
final class NestedParameters {
  private static final String KEY = "parameters";

  private final Map<String, Entry> flat = new LinkedHashMap<>();
  private final Problems problems;

  private NestedParameters(Problems problems) {
    this.problems = problems;
  }

  /** Those that have values of their own, by their dotted names, in the file's order. */
  static Map<String, Entry> flatten(Mapping parameters, Problems problems) {
    NestedParameters nested = new NestedParameters(problems);
    nested.add("", parameters);
    return nested.flat;
  }

  private void add(String prefix, Mapping parameters) {
    if (parameters.entries().isEmpty()) {
      problems.error(parameters.place(), "no parameters", "at least one");
    }
    parameters.entries().forEach((name, entry) -> add(prefix + name, entry));
  }

  private void add(String name, Entry entry) {
    Optional<Mapping> mapping = entry.value().mapping();
    Optional<Mapping> nested =
        mapping.flatMap(keys -> keys.find(KEY)).flatMap(below -> below.value().mapping());
    if (nested.isPresent()) {
      mapping.ifPresent(keys -> keys.entries().forEach(this::checkAlone));
      add(name + ".", nested.get());
    } else if (flat.putIfAbsent(name, entry) != null) {
      problems.error(entry.place(), "the parameter " + name + " again", "it once");
    }
  }

  private void checkAlone(String key, Entry entry) {
    if (!key.equals(KEY)) {
      problems.error(entry.place(), "the key %s beside %s".formatted(key, KEY), "only " + KEY);
    }
  }
}
