package dev.trawl.sweep;

import dev.trawl.sweep.TrainingSpec.Augmentation;
import dev.trawl.sweep.TrainingSpec.EarlyStopping;
import dev.trawl.sweep.TrainingSpec.ReduceLr;
import java.time.Duration;
import java.util.Optional;

/** Reads how each run is trained. */
final class TrainingReader implements NodeType<TrainingSpec> {
  static final TrainingSpec DEFAULT =
      new TrainingSpec(
          TrainingSpec.DEFAULT_EPOCHS, null, null, null, CheckpointRetention.BEST, null);

  private static final String CHECKPOINTS = "best, last, all, or how many of the newest to keep";
  private static final double DEFAULT_MIN_LR = 1e-6;

  @Override
  public Optional<TrainingSpec> read(YamlNode node, Problems problems) {
    return NodeType.mapping("a mapping such as {epochs: 10}")
        .read(node, problems)
        .map(mapping -> read(new MappingReader(mapping, problems)));
  }

  private static TrainingSpec read(MappingReader keys) {
    int epochs =
        keys.optional("epochs", NodeType.integerFrom(1)).orElse(TrainingSpec.DEFAULT_EPOCHS);
    EarlyStopping earlyStopping =
        keys.optional("early_stopping", TrainingReader::earlyStopping).orElse(null);
    ReduceLr reduceLr = keys.optional("reduce_lr", TrainingReader::reduceLr).orElse(null);
    Augmentation augmentation =
        keys.optional("augmentation", TrainingReader::augmentation).orElse(null);
    CheckpointRetention checkpoints =
        keys.optional("checkpoints", NodeType.scalar(CHECKPOINTS, TrainingReader::checkpoints))
            .orElse(CheckpointRetention.BEST);
    Duration timeout = keys.optional("timeout", new TimeoutReader()).orElse(null);
    keys.finish();
    return new TrainingSpec(epochs, earlyStopping, reduceLr, augmentation, checkpoints, timeout);
  }

  private static Optional<EarlyStopping> earlyStopping(YamlNode node, Problems problems) {
    Optional<YamlNode.Mapping> mapping =
        NodeType.mapping("a mapping such as {monitor: val_loss, patience: 3}").read(node, problems);
    if (mapping.isEmpty()) {
      return Optional.empty();
    }
    MappingReader keys = new MappingReader(mapping.get(), problems);
    Optional<String> monitor = monitor(keys);
    Optional<Integer> patience = patience(keys);
    double minDelta = keys.optional("min_delta", minDelta(monitor)).orElse(0.0);
    keys.finish();
    return monitor.flatMap(
        name -> patience.map(epochs -> new EarlyStopping(name, epochs, minDelta)));
  }

  private static Optional<ReduceLr> reduceLr(YamlNode node, Problems problems) {
    Optional<YamlNode.Mapping> mapping =
        NodeType.mapping("a mapping such as {monitor: val_loss, factor: 0.5, patience: 2}")
            .read(node, problems);
    if (mapping.isEmpty()) {
      return Optional.empty();
    }
    MappingReader keys = new MappingReader(mapping.get(), problems);
    Optional<String> monitor = monitor(keys);
    Optional<Double> factor =
        keys.required(
            "factor",
            "factor: 0.5",
            NodeType.number("a number between 0 and 1", value -> value > 0 && value < 1));
    Optional<Integer> patience = patience(keys);
    double minDelta = keys.optional("min_delta", minDelta(monitor)).orElse(0.0);
    double minLr = keys.optional("min_lr", atLeastZero()).orElse(DEFAULT_MIN_LR);
    keys.finish();
    if (monitor.isEmpty() || factor.isEmpty() || patience.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new ReduceLr(monitor.get(), factor.get(), patience.get(), minDelta, minLr));
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
    double shift =
        keys.optional(
                "shift",
                NodeType.fraction(
                    "a fraction of the image, from 0 to below 1", value -> value >= 0 && value < 1))
            .orElse(0.0);
    keys.finish();
    return Optional.of(new Augmentation(rotation, shift));
  }

  private static Optional<String> monitor(MappingReader keys) {
    return keys.required("monitor", "monitor: val_loss", ObjectiveReader.metric());
  }

  private static Optional<Integer> patience(MappingReader keys) {
    return keys.required("patience", "patience: 3", NodeType.integerFrom(1));
  }

  /** No accuracy is better than another by 1. */
  private static NodeType<Double> minDelta(Optional<String> monitor) {
    return monitor.map(MetricKind::of).filter(MetricKind::isFraction).isPresent()
        ? NodeType.number(
            "a difference of accuracies, from 0 to below 1", value -> value >= 0 && value < 1)
        : atLeastZero();
  }

  private static NodeType<Double> atLeastZero() {
    return NodeType.number("a number of at least 0", value -> value >= 0);
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
