package dev.trawl.sweep;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How each run is trained.
 *
 * @param epochs passes over the training images, at most; from 1
 * @param rules what an epoch leads to, such as another learning rate or the run's end, in the order
 *     in which they see it
 * @param augmentation null trains on the images as they are
 * @param timeout the longest that one run may train; null is no limit
 * @param federated what the file has for {@link Federation}; null for a run that isn't federated
 */
public record TrainingSpec(
    int epochs,
    List<Selection> rules,
    @Nullable Augmentation augmentation,
    CheckpointRetention checkpoints,
    @Nullable Duration timeout,
    @Nullable Selection federated) {

  public static final int DEFAULT_EPOCHS = 10;

  public TrainingSpec {
    rules = List.copyOf(rules);
    if (epochs < 1) {
      throw new IllegalArgumentException("need epochs from 1, found " + epochs);
    }
  }

  /** Of runs that aren't federated. */
  public TrainingSpec(
      int epochs,
      List<Selection> rules,
      @Nullable Augmentation augmentation,
      CheckpointRetention checkpoints,
      @Nullable Duration timeout) {
    this(epochs, rules, augmentation, checkpoints, timeout, null);
  }

  /** Without rules, augmentation and limit; the best checkpoint is kept. */
  public static TrainingSpec of(int epochs) {
    return new TrainingSpec(epochs, List.of(), null, CheckpointRetention.BEST, null);
  }

  /** What an epoch is called: a round where clients train it. */
  public String epochWord() {
    return federated == null ? "epoch" : "round";
  }

  /** How clients train; empty for a run that isn't federated. */
  public Optional<FederatedSpec> federation() {
    return Optional.ofNullable(federated).map(Federation::spec);
  }

  /** The same, federated or not. */
  public TrainingSpec federated(@Nullable Selection settings) {
    return new TrainingSpec(epochs, rules, augmentation, checkpoints, timeout, settings);
  }

  /** The keys that a parameter may set, beside the settings of rules; a rule's are dotted. */
  public static final List<String> SEARCHED =
      List.of("epochs", "augmentation.rotation", "augmentation.shift", "augmentation.scale");

  /**
   * The same, with what a run's parameters set.
   *
   * @param values by key, dotted: each of {@link #SEARCHED}, or a setting of a rule that this has
   */
  TrainingSpec with(Map<String, Object> values) {
    TrainingSpec changed = this;
    for (Map.Entry<String, Object> entry : values.entrySet()) {
      changed = changed.with(entry.getKey(), entry.getValue());
    }
    return changed;
  }

  private TrainingSpec with(String key, Object value) {
    return switch (key) {
      case "epochs" ->
          new TrainingSpec(
              Math.toIntExact((Long) value), rules, augmentation, checkpoints, timeout, federated);
      case "augmentation.rotation" -> moved(real(value), moves().shift(), moves().scale());
      case "augmentation.shift" -> moved(moves().rotation(), real(value), moves().scale());
      case "augmentation.scale" -> moved(moves().rotation(), moves().shift(), real(value));
      default -> withSetting(key, value);
    };
  }

  private TrainingSpec withSetting(String key, Object value) {
    String prefix = Federation.NAME + ".";
    if (federated != null && key.startsWith(prefix)) {
      return federated(federated.with(key.substring(prefix.length()), value));
    }
    return new TrainingSpec(
        epochs, rules(key, value), augmentation, checkpoints, timeout, federated);
  }

  private List<Selection> rules(String key, Object value) {
    int dot = key.indexOf('.');
    String rule = key.substring(0, Math.max(dot, 0));
    if (rules.stream().noneMatch(chosen -> chosen.name().equals(rule))) {
      throw new IllegalArgumentException(
          "need one of %s or a setting of a rule, found %s".formatted(SEARCHED, key));
    }
    return rules.stream()
        .map(each -> each.name().equals(rule) ? each.with(key.substring(dot + 1), value) : each)
        .toList();
  }

  private Augmentation moves() {
    return augmentation == null ? new Augmentation(0, 0, 0) : augmentation;
  }

  private TrainingSpec moved(double rotation, double shift, double scale) {
    return new TrainingSpec(
        epochs, rules, new Augmentation(rotation, shift, scale), checkpoints, timeout, federated);
  }

  private static double real(Object value) {
    return ((Number) value).doubleValue();
  }

  /**
   * Shows each training image turned, moved and scaled a little, anew each epoch: uniformly by up
   * to {@code rotation} degrees either way, by up to {@code shift} of the image's height and width,
   * and to between 1 − {@code scale} and 1 + {@code scale} times its size.
   *
   * @param rotation 0 to 180
   * @param shift from 0, below 1
   * @param scale from 0, below 1
   */
  public record Augmentation(double rotation, double shift, double scale) {
    public Augmentation {
      if (!(rotation >= 0 && rotation <= 180 && isFraction(shift) && isFraction(scale))) {
        throw new IllegalArgumentException(
            "need rotation 0 to 180, and shift and scale from 0 to below 1, found %s, %s and %s"
                .formatted(rotation, shift, scale));
      }
    }

    private static boolean isFraction(double value) {
      return value >= 0 && value < 1;
    }
  }
}
