package dev.trawl.sweep.read;

import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.yaml.Overrides;
import dev.trawl.sweep.yaml.Problems;
import dev.trawl.sweep.yaml.YamlNode;
import dev.trawl.sweep.yaml.YamlNode.Mapping;
import dev.trawl.sweep.yaml.YamlReader;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The space that a recorded sweep file searched. */
public final class SearchedSpace {
  private SearchedSpace() {}

  /**
   * Each parameter's distribution, in the file's order. Unlike {@link SweepFiles#read} it asks no
   * catalog and refuses nothing: a parameter that can't be read, such as one that another version
   * wrote, is left out. Empty for a sweep without a file.
   */
  public static Map<String, Distribution> of(SweepSource source) {
    Problems unsaid = new Problems(List.of());
    YamlReader reader = new YamlReader(unsaid);
    return reader
        .read(source.text(), source.file(), 0)
        .flatMap(YamlNode::mapping)
        .map(file -> new Overrides(reader, unsaid).apply(source.overrides(), file))
        .map(file -> space(file, unsaid))
        .map(Collections::unmodifiableMap)
        .orElse(Map.of());
  }

  private static Map<String, Distribution> space(Mapping file, Problems unsaid) {
    ParameterNames names = new ParameterNames(file, unsaid);
    Map<String, Distribution> space = new LinkedHashMap<>();
    file.find("parameters")
        .flatMap(parameters -> parameters.value().mapping())
        .map(parameters -> NestedParameters.flatten(parameters, unsaid))
        .orElse(Map.of())
        .forEach(
            (name, entry) ->
                entry
                    .value()
                    .mapping()
                    .flatMap(found -> DistributionReader.read(found, List.of(), unsaid))
                    .ifPresent(distribution -> space.put(names.ours(name), distribution)));
    return space;
  }
}
