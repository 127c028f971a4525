package dev.trawl.sweep.yaml;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names in other programs' sweep files that mean exactly one of ours, and are read as it. Unlike
 * {@link Synonyms}, of which hints are made, none is a guess.
 */
public final class Aliases {
  private static final Pattern SPACE = Pattern.compile(" ");
  private static final Pattern NOT_ALPHANUMERIC = Pattern.compile("[^a-z0-9]+");

  private static final Map<String, String> PARAMETERS =
      table(
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

  private static final Map<String, String> METRICS =
      table(
          "val_accuracy: val_acc valid_acc valid_accuracy validation_acc validation_accuracy",
          "val_loss: valid_loss validation_loss",
          "train_accuracy: train_acc training_acc training_accuracy",
          "train_loss: training_loss");

  private Aliases() {}

  /** Our name of a parameter, dotted where it is a key of the file. */
  public static Optional<String> parameter(String name) {
    return Optional.ofNullable(PARAMETERS.get(plain(name)))
        .or(() -> Optional.ofNullable(PARAMETERS.get(plain(Synonyms.lastPart(name)))));
  }

  /** Our name of a metric. */
  public static Optional<String> metric(String name) {
    return Optional.ofNullable(METRICS.get(plain(name)));
  }

  private static Map<String, String> table(String... lines) {
    Map<String, String> table = new HashMap<>();
    for (String line : lines) {
      int colon = line.indexOf(':');
      String ours = line.substring(0, colon);
      table.put(plain(ours), ours);
      SPACE
          .splitAsStream(line.substring(colon + 1).strip())
          .forEach(theirs -> table.put(plain(theirs), ours));
    }
    return Map.copyOf(table);
  }

  /** {@code val/acc}, {@code valAcc} and {@code VAL_ACC} are one. */
  private static String plain(String name) {
    return NOT_ALPHANUMERIC.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("");
  }
}
