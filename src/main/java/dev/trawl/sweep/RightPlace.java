package dev.trawl.sweep;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a sweep file says what somebody looked for in another place of it. */
final class RightPlace {
  private static final List<String> KEYS =
      List.of(
          "training.epochs",
          "training.early_stopping",
          "training.reduce_lr",
          "training.augmentation",
          "training.checkpoints",
          "training.timeout",
          "dataset.validation_split",
          "dataset.train_limit",
          "dataset.test_limit",
          "dataset",
          "seed",
          "model",
          "run_cap",
          "workers");

  private RightPlace() {}

  /**
   * The nearest of the names that would do here, else the key of the file that means it, such as
   * {@code training.epochs} or {@code the key seed}; null without either.
   */
  static @Nullable String nearest(String name, Collection<String> here) {
    String nearest = NearestName.of(name, here);
    return nearest != null
        ? nearest
        : KEYS.stream()
            .filter(key -> key.equals(name) || Synonyms.same(name, Synonyms.lastPart(key)))
            .findFirst()
            .map(key -> key.contains(".") && !key.equals(name) ? key : "the key " + key)
            .orElse(null);
  }
}
