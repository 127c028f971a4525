package dev.trawl.sweep;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a metric measures. These are known; of a program's own metric with another name nothing is,
 * and nothing is guessed from its name.
 *
 * @param key the metric's name
 * @param goal which way it improves; null where that can't be known
 */
public record MetricKind(String key, @Nullable Goal goal, Unit unit) {
  /** What a value is a number of. */
  public enum Unit {
    /** Of images: 0 to 1, shown in per cent. */
    FRACTION,
    /** Cross-entropy, an image. */
    NATS,
    /** Of a step of the optimiser. */
    RATE,
    IMAGES_PER_SECOND,
    /** Sent in a round. */
    BYTES,
    /** Of whatever is counted: a whole number. */
    COUNT,
    SECONDS,
    /** None, or an unknown one. */
    PLAIN
  }

  /** Those that Trawl measures, and what programs of one's own call theirs. */
  public static final List<MetricKind> KNOWN =
      List.of(
          new MetricKind("train_loss", Goal.MINIMIZE, Unit.NATS),
          new MetricKind("train_accuracy", Goal.MAXIMIZE, Unit.FRACTION),
          new MetricKind("val_loss", Goal.MINIMIZE, Unit.NATS),
          new MetricKind("val_accuracy", Goal.MAXIMIZE, Unit.FRACTION),
          new MetricKind("test_loss", Goal.MINIMIZE, Unit.NATS),
          new MetricKind("test_accuracy", Goal.MAXIMIZE, Unit.FRACTION),
          new MetricKind("loss", Goal.MINIMIZE, Unit.NATS),
          new MetricKind("accuracy", Goal.MAXIMIZE, Unit.FRACTION),
          new MetricKind("client_accuracy_worst", Goal.MAXIMIZE, Unit.FRACTION),
          new MetricKind("client_accuracy_p10", Goal.MAXIMIZE, Unit.FRACTION),
          new MetricKind("client_accuracy_median", Goal.MAXIMIZE, Unit.FRACTION),
          new MetricKind("client_accuracy_p90", Goal.MAXIMIZE, Unit.FRACTION),
          new MetricKind("bytes_down", null, Unit.BYTES),
          new MetricKind("bytes_up", null, Unit.BYTES),
          new MetricKind("learning_rate", null, Unit.RATE),
          new MetricKind("images_per_second", Goal.MAXIMIZE, Unit.IMAGES_PER_SECOND),
          new MetricKind("network_parameters", Goal.MINIMIZE, Unit.COUNT),
          new MetricKind("test_cpu_seconds_per_image", Goal.MINIMIZE, Unit.SECONDS));

  /** The kind of a metric with any name. */
  public static MetricKind of(String key) {
    return KNOWN.stream()
        .filter(kind -> kind.key.equals(key))
        .findFirst()
        .orElseGet(() -> new MetricKind(key, null, Unit.PLAIN));
  }

  /** Whether its values are fractions, of which a sweep's thresholds are some. */
  public boolean isFraction() {
    return unit == Unit.FRACTION;
  }

  /**
   * Which way it improves.
   *
   * @throws IllegalStateException where that is not known
   */
  public Goal needGoal() {
    if (goal == null) {
      throw new IllegalStateException(
          "need a metric that is known to improve upwards or downwards, found " + key);
    }
    return goal;
  }
}
