package dev.trawl.sweep.read;

import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Imputation;
import dev.trawl.sweep.MetricKind;
import dev.trawl.sweep.Objective;
import dev.trawl.sweep.Setting;
import dev.trawl.sweep.yaml.Choices;
import dev.trawl.sweep.yaml.MappingReader;
import dev.trawl.sweep.yaml.NodeType;
import dev.trawl.sweep.yaml.Problems;
import dev.trawl.sweep.yaml.YamlNode;
import dev.trawl.sweep.yaml.YamlNode.Mapping;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the metric that chooses between runs. */
final class ObjectiveReader implements NodeType<Objective> {
  private static final String IMPUTE = "impute";
  private static final String RUNNING = "impute_while_running";
  private static final List<String> IMPUTED = List.of("latest", "best", "worst");
  private static final List<String> WHILE_RUNNING = List.of("latest", "best", "worst", "false");

  @Override
  public Optional<Objective> read(YamlNode node, Problems problems) {
    return NodeType.mapping("a mapping such as {name: val_accuracy, goal: maximize}")
        .read(node, problems)
        .flatMap(mapping -> read(mapping, problems));
  }

  private static Optional<Objective> read(Mapping mapping, Problems problems) {
    MappingReader keys = new MappingReader(mapping, problems);
    Optional<String> name = keys.required("name", "name: val_accuracy", Setting.searchMetric());
    Goal goal =
        keys.optional(
                "goal", NodeType.choice("minimize or maximize", List.of("minimize", "maximize")))
            .map(found -> found.equals("maximize") ? Goal.MAXIMIZE : Goal.MINIMIZE)
            .orElse(Goal.MINIMIZE);
    boolean accuracy = name.map(MetricKind::of).filter(MetricKind::isFraction).isPresent();
    Optional<Double> target =
        keys.optional(
            "target",
            accuracy
                ? NodeType.fraction(
                    "an accuracy as a fraction from 0 to 1", value -> value >= 0 && value <= 1)
                : NodeType.number("a finite number", value -> true));
    keys.optional(IMPUTE, NodeType.choice(Choices.either(IMPUTED), IMPUTED));
    keys.optional(RUNNING, ObjectiveReader::whileRunning);
    keys.finish();
    if (accuracy && goal == Goal.MINIMIZE) {
      warnOfLowAccuracy(mapping, name.orElseThrow(), problems);
    }
    return name.map(known -> new Objective(known, goal, target.orElse(null)));
  }

  /** YAML has other words for false. */
  private static Optional<String> whileRunning(YamlNode node, Problems problems) {
    return node.scalar()
        .flatMap(scalar -> scalar.valueAs(Boolean.class))
        .filter(value -> !value)
        .map(value -> "false")
        .or(
            () ->
                NodeType.choice(Choices.either(WHILE_RUNNING), WHILE_RUNNING).read(node, problems));
  }

  /** What runs without a result count as; what can't be read, which is a problem, says nothing. */
  static Imputation imputation(Mapping mapping) {
    return new Imputation(
        imputed(mapping, IMPUTE).orElse(Imputation.Value.WORST),
        imputed(mapping, RUNNING).orElse(null));
  }

  private static Optional<Imputation.Value> imputed(Mapping mapping, String key) {
    return mapping
        .find(key)
        .flatMap(entry -> entry.value().scalar())
        .map(YamlNode.Scalar::text)
        .filter(IMPUTED::contains)
        .map(name -> Imputation.Value.valueOf(name.toUpperCase(Locale.ROOT)));
  }

  private static void warnOfLowAccuracy(Mapping mapping, String name, Problems problems) {
    YamlNode.Entry goal = mapping.entries().get("goal");
    problems.warning(
        goal == null ? mapping.place() : goal.value().place(),
        "%s with the goal minimize%s".formatted(name, goal == null ? ", which is the default" : ""),
        "goal: maximize, unless the worst run is wanted");
  }
}
