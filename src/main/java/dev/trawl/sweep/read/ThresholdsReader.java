package dev.trawl.sweep.read;

import dev.trawl.sweep.yaml.NodeType;
import dev.trawl.sweep.yaml.Problems;
import dev.trawl.sweep.yaml.ValueText;
import dev.trawl.sweep.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the accuracies that runs are compared with. */
final class ThresholdsReader implements NodeType<List<Double>> {
  private static final String EXAMPLE = "a list of ascending fractions, such as [0.98, 0.99]";

  private static final NodeType<Double> FRACTION =
      NodeType.fraction(
          "an accuracy as a fraction above 0, at most 1", value -> value > 0 && value <= 1);

  @Override
  public Optional<List<Double>> read(YamlNode node, Problems problems) {
    return NodeType.sequence(EXAMPLE)
        .read(node, problems)
        .map(sequence -> read(sequence, problems));
  }

  private static List<Double> read(YamlNode.Sequence sequence, Problems problems) {
    List<Double> thresholds = new ArrayList<>();
    double last = 0;
    for (YamlNode item : sequence.items()) {
      Optional<Double> threshold = FRACTION.read(item, problems);
      if (threshold.isPresent()) {
        if (threshold.get() <= last) {
          problems.error(
              item.place(),
              "%s after %s".formatted(item.found(), ValueText.of(last)),
              "thresholds in ascending order");
        }
        last = threshold.get();
        thresholds.add(last);
      }
    }
    return thresholds;
  }
}
