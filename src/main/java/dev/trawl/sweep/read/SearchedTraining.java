package dev.trawl.sweep.read;

import dev.trawl.sweep.EpochRuleCatalog;
import dev.trawl.sweep.Federation;
import dev.trawl.sweep.RunKeys;
import dev.trawl.sweep.Selectable;
import dev.trawl.sweep.TrainingSpec;
import dev.trawl.sweep.yaml.Place;
import dev.trawl.sweep.yaml.Problems;
import dev.trawl.sweep.yaml.YamlNode;
import dev.trawl.sweep.yaml.YamlNode.Mapping;
import dev.trawl.sweep.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads how runs are trained, with what parameters set of it: as if the file had their values. */
final class SearchedTraining {
  private final EpochRuleCatalog rules;
  private final List<String> hyperparameters;
  private final Problems problems;

  /**
   * @param hyperparameters that training may have one value for, which others read
   */
  SearchedTraining(EpochRuleCatalog rules, List<String> hyperparameters, Problems problems) {
    this.rules = rules;
    this.hyperparameters = List.copyOf(hyperparameters);
    this.problems = problems;
  }

  /** The names of the parameters that set something of it. */
  List<String> keys() {
    List<String> keys = new ArrayList<>();
    TrainingSpec.SEARCHED.forEach(key -> keys.add(RunKeys.training(key)));
    Stream<Selectable> chosen =
        Stream.concat(rules.epochRules().stream(), Stream.of(new Federation()));
    chosen.forEach(
        each ->
            each.settings()
                .forEach(
                    setting -> keys.add(RunKeys.training(each.name() + "." + setting.name()))));
    return keys;
  }

  /**
   * What the file says, with a value of each parameter; others that a parameter may have are
   * checked.
   *
   * @param parameters those whose names {@link #keys} has
   */
  Optional<TrainingSpec> read(Optional<YamlNode> training, Map<String, Parameter> parameters) {
    TrainingReader reader = new TrainingReader(rules.epochRules(), hyperparameters);
    if (parameters.isEmpty() || training.filter(node -> node.mapping().isEmpty()).isPresent()) {
      return training.flatMap(node -> reader.read(node, problems));
    }
    Mapping base =
        training.flatMap(YamlNode::mapping).orElse(new Mapping(place(parameters), Map.of()));
    for (Map.Entry<String, Parameter> each : parameters.entrySet()) {
      base = with(base, each, each.getValue().distribution().samples().get(0));
    }
    Optional<TrainingSpec> first = reader.read(base, problems);
    for (Map.Entry<String, Parameter> each : parameters.entrySet()) {
      for (Object value : each.getValue().distribution().samples()) {
        reader.read(with(base, each, value), problems);
      }
    }
    return first;
  }

  private static Place place(Map<String, Parameter> parameters) {
    return parameters.values().iterator().next().place();
  }

  private static Mapping with(
      Mapping training, Map.Entry<String, Parameter> parameter, Object value) {
    Place place = parameter.getValue().node().place();
    return training.with(
        parameter.getKey().substring(RunKeys.training("").length()), node(value, place));
  }

  private static YamlNode node(Object value, Place place) {
    return value instanceof List<?> items
        ? new YamlNode.Sequence(place, items.stream().map(item -> node(item, place)).toList())
        : new Scalar(place, value, value.toString());
  }
}
