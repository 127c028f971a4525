package dev.trawl.sweep.yaml;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where a sweep file says what somebody looked for in another place of it. */
public final class RightPlace {
  private static final List<String> KEYS =
      List.of(
          "training.epochs",
          "training.early_stopping",
          "training.early_stopping.patience",
          "training.early_stopping.min_delta",
          "training.reduce_lr",
          "training.reduce_lr.factor",
          "training.augmentation",
          "training.augmentation.rotation",
          "training.augmentation.shift",
          "training.augmentation.scale",
          "training.checkpoints",
          "training.timeout",
          "dataset.validation_split",
          "dataset.train_limit",
          "dataset.test_limit",
          "metric.goal",
          "metric.target",
          "dataset",
          "seed",
          "model",
          "run_cap",
          "budget",
          "retries",
          "max_failures",
          "lag",
          "workers");

  /** Hyperparameters that have other names elsewhere. */
  static final List<String> PARAMETERS =
      List.of(
          "parameters.filters",
          "parameters.kernel_size",
          "parameters.dense_units",
          "parameters.dropout",
          "parameters.l2",
          "parameters.batch_size",
          "parameters.learning_rate",
          "parameters.optimizer",
          "parameters.momentum",
          "parameters.weight_decay",
          "parameters.gradient_clipping",
          "parameters.schedule",
          "parameters.warmup",
          "parameters.label_smoothing",
          "parameters.weight_average");

  private RightPlace() {}

  /**
   * The nearest of the names that would do here, else the key of the file that means it, such as
   * {@code training.epochs} or {@code the key seed}; null without either. What is only spelt like a
   * name gives way to what is meant elsewhere.
   */
  static @Nullable String nearest(String name, Collection<String> here) {
    return nearest(name, here, Stream.concat(KEYS.stream(), PARAMETERS.stream()));
  }

  /** The same for the name of a hyperparameter. */
  public static @Nullable String nearestParameter(String name, Collection<String> here) {
    return nearest(name, here, KEYS.stream());
  }

  private static @Nullable String nearest(
      String name, Collection<String> here, Stream<String> elsewhere) {
    return NearestName.meant(name, here)
        .map(ours -> Synonyms.explained(name, ours))
        .or(() -> meant(name, elsewhere).map(key -> described(name, key)))
        .orElseGet(() -> NearestName.spelt(name, here));
  }

  /**
   * The setting that gives the key a value which somebody named so, such as {@code
   * training.epochs=3}; empty when no key is known to mean it.
   */
  public static Optional<String> setting(String name, String value) {
    return meant(name, KEYS.stream())
        .map(key -> key + "=" + value)
        .or(
            () ->
                meant(name, PARAMETERS.stream())
                    .map(key -> "%s={value: %s}".formatted(key, value)));
  }

  /** Our name of the hyperparameter that somebody names so; the same name when none is known. */
  public static String parameter(String name) {
    return meant(name, PARAMETERS.stream()).map(Synonyms::lastPart).orElse(name);
  }

  private static Optional<String> meant(String name, Stream<String> keys) {
    return keys.filter(
            key ->
                key.equals(name)
                    || NearestName.meant(name, List.of(Synonyms.lastPart(key))).isPresent())
        .findFirst();
  }

  private static String described(String name, String key) {
    if (!key.contains(".") || key.equals(name)) {
      return "the key " + key;
    }
    String ours = Synonyms.lastPart(key);
    String place = key.substring(0, key.length() - ours.length());
    return place + Synonyms.explained(name, ours);
  }
}
