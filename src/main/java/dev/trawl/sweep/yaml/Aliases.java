package dev.trawl.sweep.yaml;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Names in other programs' sweep files that mean exactly one of ours, and are read as it. Unlike
 * {@link Synonyms}, of which hints are made, none is a guess.
 */
public final class Aliases {
  private static final Pattern SPACE = Pattern.compile(" ");
  private static final Pattern NOT_ALPHANUMERIC = Pattern.compile("[^a-z0-9]+");

  private static final Aliases PARAMETERS =
      new Aliases(
          "learning_rate: lr lrate learn_rate initial_lr init_lr base_lr lr0"
              + " initial_learning_rate base_learning_rate",
          "batch_size: bs batch batch_sz train_batch_size mini_batch_size mini_batch",
          "weight_decay: wd",
          "l2: l2_reg l2_penalty l2_regularization l2_lambda",
          "dropout: drop_rate dropout_rate dropout_prob drop_prob p_drop",
          "dense_units: hidden_units hidden_size fc_layer_size fc_units dense_size",
          "kernel_size: ksize filter_size conv_kernel_size",
          "optimizer: optim opt optimiser",
          "schedule: lr_schedule lr_scheduler scheduler",
          "training.epochs: epochs epoch num_epochs n_epochs nb_epochs max_epochs num_train_epochs"
              + " training_epochs",
          "training.augmentation.rotation: rotation rotation_range random_rotation",
          "training.augmentation.shift: shift",
          "training.augmentation.scale: scale zoom zoom_range",
          "label_smoothing: smoothing label_smooth",
          "model: arch architecture",
          "seed: random_seed random_state rng_seed");

  private static final Aliases METRICS =
      new Aliases(
          "val_accuracy: val_acc valid_acc valid_accuracy validation_acc validation_accuracy",
          "val_loss: valid_loss validation_loss",
          "train_accuracy: train_acc training_acc training_accuracy",
          "train_loss: training_loss");

  /** Ours by each name, as the table spells it. */
  private final Map<String, String> spelt = new LinkedHashMap<>();

  /** Ours by each name without its case and what is no letter or digit. */
  private final Map<String, String> plain = new HashMap<>();

  private Aliases(String... lines) {
    for (String line : lines) {
      int colon = line.indexOf(':');
      String ours = line.substring(0, colon);
      add(ours, ours);
      SPACE.splitAsStream(line.substring(colon + 1).strip()).forEach(theirs -> add(theirs, ours));
    }
  }

  private void add(String name, String ours) {
    spelt.put(name, ours);
    plain.put(plain(name), ours);
  }

  private Optional<String> find(String name) {
    return Optional.ofNullable(plain.get(plain(name)));
  }

  /** Our name of a parameter, dotted where it is a key of the file. */
  public static Optional<String> parameter(String name) {
    return PARAMETERS.find(name).or(() -> PARAMETERS.find(Synonyms.lastPart(name)));
  }

  /** Our name of a metric. */
  public static Optional<String> metric(String name) {
    return METRICS.find(name);
  }

  /** What names of our metrics look like in other programs, as a regular expression. */
  public static String metricPattern() {
    return pattern("", METRICS.spelt.keySet());
  }

  /** What names of a parameter look like in other programs; empty where only ours is known. */
  public static Optional<String> parameterPattern(String ours) {
    List<String> names =
        PARAMETERS.spelt.entrySet().stream()
            .filter(entry -> entry.getValue().equals(ours))
            .map(Map.Entry::getKey)
            .toList();
    return names.isEmpty() ? Optional.empty() : Optional.of(pattern("(.*[./])?", names));
  }

  private static String pattern(String before, Collection<String> names) {
    return names.stream()
        .map(name -> name.chars().mapToObj(Aliases::eitherCase).collect(Collectors.joining()))
        .collect(Collectors.joining("|", "^" + before + "(", ")$"));
  }

  private static String eitherCase(int character) {
    String lower = Character.toString(character);
    if (NOT_ALPHANUMERIC.matcher(lower).matches()) {
      return "[^A-Za-z0-9]*";
    }
    String upper = lower.toUpperCase(Locale.ROOT);
    return lower.equals(upper) ? lower : "[%s%s]".formatted(lower, upper);
  }

  /** {@code val/acc}, {@code valAcc} and {@code VAL_ACC} are one. */
  private static String plain(String name) {
    return NOT_ALPHANUMERIC.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("");
  }
}
