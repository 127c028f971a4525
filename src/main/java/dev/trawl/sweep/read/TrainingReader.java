package dev.trawl.sweep.read;

import dev.trawl.sweep.CheckpointRetention;
import dev.trawl.sweep.Federation;
import dev.trawl.sweep.Selectable;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.TrainingSpec;
import dev.trawl.sweep.TrainingSpec.Augmentation;
import dev.trawl.sweep.yaml.MappingReader;
import dev.trawl.sweep.yaml.NodeType;
import dev.trawl.sweep.yaml.Problems;
import dev.trawl.sweep.yaml.YamlNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads how each run is trained. */
final class TrainingReader implements NodeType<TrainingSpec> {
  private static final String CHECKPOINTS = "best, last, all, or how many of the newest to keep";

  private final List<? extends Selectable> rules;
  private final List<String> hyperparameters;

  /**
   * @param rules that a file may ask for, each by a key of its name
   * @param hyperparameters that may be here as well, which {@link FixedParameters} reads
   */
  TrainingReader(List<? extends Selectable> rules, List<String> hyperparameters) {
    this.rules = List.copyOf(rules);
    this.hyperparameters = List.copyOf(hyperparameters);
  }

  @Override
  public Optional<TrainingSpec> read(YamlNode node, Problems problems) {
    return NodeType.mapping("a mapping such as {epochs: 10}")
        .read(node, problems)
        .map(mapping -> read(new MappingReader(mapping, problems)));
  }

  private TrainingSpec read(MappingReader keys) {
    int epochs =
        keys.optional("epochs", NodeType.integerFrom(1)).orElse(TrainingSpec.DEFAULT_EPOCHS);
    List<Selection> chosen = new ArrayList<>();
    for (Selectable rule : rules) {
      keys.optional(rule.name(), new SettingsReader(rule)).ifPresent(chosen::add);
    }
    hyperparameters.forEach(keys::optional);
    Augmentation augmentation =
        keys.optional("augmentation", TrainingReader::augmentation).orElse(null);
    CheckpointRetention checkpoints =
        keys.optional("checkpoints", NodeType.scalar(CHECKPOINTS, TrainingReader::checkpoints))
            .orElse(CheckpointRetention.BEST);
    Duration timeout = keys.optional("timeout", new TimeoutReader()).orElse(null);
    Selection federated =
        keys.optional(Federation.NAME, new SettingsReader(new Federation())).orElse(null);
    keys.finish();
    return new TrainingSpec(epochs, chosen, augmentation, checkpoints, timeout, federated);
  }

  private static Optional<Augmentation> augmentation(YamlNode node, Problems problems) {
    Optional<YamlNode.Mapping> mapping =
        NodeType.mapping("a mapping such as {rotation: 10, shift: 0.1}").read(node, problems);
    if (mapping.isEmpty()) {
      return Optional.empty();
    }
    MappingReader keys = new MappingReader(mapping.get(), problems);
    double rotation =
        keys.optional(
                "rotation",
                NodeType.number("degrees from 0 to 180", value -> value >= 0 && value <= 180))
            .orElse(0.0);
    double shift = keys.optional("shift", fraction("of the image")).orElse(0.0);
    double scale = keys.optional("scale", fraction("of the size")).orElse(0.0);
    keys.finish();
    return Optional.of(new Augmentation(rotation, shift, scale));
  }

  private static NodeType<Double> fraction(String whole) {
    return NodeType.fraction(
        "a fraction %s, from 0 to below 1".formatted(whole), value -> value >= 0 && value < 1);
  }

  private static Optional<CheckpointRetention> checkpoints(Object value) {
    if (value instanceof Long count) {
      return count >= 1 && count <= Integer.MAX_VALUE
          ? Optional.of(new CheckpointRetention(Math.toIntExact(count)))
          : Optional.empty();
    }
    return switch (value.toString()) {
      case "best" -> Optional.of(CheckpointRetention.BEST);
      case "last" -> Optional.of(CheckpointRetention.LAST);
      case "all" -> Optional.of(CheckpointRetention.ALL);
      default -> Optional.empty();
    };
  }
}
