package dev.trawl.sweep;

import dev.trawl.sweep.YamlNode.Mapping;
import java.util.List;
import java.util.Optional;

/** Reads the metric that chooses between runs. */
final class ObjectiveReader implements NodeType<Objective> {
  private static final String METRICS = String.join(", ", Objective.METRICS);

  @Override
  public Optional<Objective> read(YamlNode node, Problems problems) {
    return NodeType.mapping("a mapping such as {name: val_accuracy, goal: maximize}")
        .read(node, problems)
        .flatMap(mapping -> read(mapping, problems));
  }

  /** A train or validation metric: the test set never steers a search. */
  static NodeType<String> metric() {
    NodeType<String> known =
        NodeType.choice("a train or validation metric: " + METRICS, Objective.METRICS);
    return (node, problems) -> {
      if (node instanceof YamlNode.Scalar scalar && scalar.text().startsWith("test_")) {
        String validation = scalar.text().replaceFirst("test_", "val_");
        problems.error(
            node.place(),
            node.found(),
            "a train or validation metric, because the test set steers nothing: " + METRICS,
            NearestName.explained(validation, Objective.METRICS));
        return Optional.empty();
      }
      return known.read(node, problems);
    };
  }

  private static Optional<Objective> read(Mapping mapping, Problems problems) {
    MappingReader keys = new MappingReader(mapping, problems);
    Optional<String> name = keys.required("name", "name: val_accuracy", metric());
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
    keys.refuse("impute", "a metric without it: impute is not supported yet");
    keys.finish();
    if (accuracy && goal == Goal.MINIMIZE) {
      warnOfLowAccuracy(mapping, name.orElseThrow(), problems);
    }
    return name.map(known -> new Objective(known, goal, target.orElse(null)));
  }

  private static void warnOfLowAccuracy(Mapping mapping, String name, Problems problems) {
    YamlNode.Entry goal = mapping.entries().get("goal");
    problems.warning(
        goal == null ? mapping.place() : goal.value().place(),
        "%s with the goal minimize%s".formatted(name, goal == null ? ", which is the default" : ""),
        "goal: maximize, unless the worst run is wanted");
  }
}
