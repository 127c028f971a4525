package dev.trawl.sweep;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Names that mean the same: ours, and those that other programs' sweep files and command lines have
 * for it. Only hints are made of them, so that a name may be in one group that a strict reader
 * would put in none.
 */
final class Synonyms {
  private static final Pattern SPACE = Pattern.compile(" ");
  private static final Pattern NOT_ALPHANUMERIC = Pattern.compile("[^a-z0-9]+");

  private static final List<Set<String>> GROUPS =
      Stream.of(
              // Hyperparameters.
              "learning_rate lr lrate initial_lr init_lr base_lr lr0 initial_learning_rate eta",
              "batch_size bs batch train_batch_size mini_batch_size per_device_train_batch_size",
              "l2 l1 weight_decay wd l2_reg l2_penalty l2_lambda l2_regularization regularization",
              "dropout drop_rate dropout_rate dropout_prob drop_prob p_drop",
              "dense_units hidden_units hidden_size hidden_dim hidden units num_units n_units"
                  + " fc_units fc_layer_size fc_size layer_size num_hidden n_hidden dense_size",
              "filters num_filters n_filters channels num_channels conv_channels out_channels",
              "kernel_size kernel kernel_width filter_size conv_kernel_size",
              "optimizer optim opt",
              "schedule scheduler lr_scheduler lr_schedule",
              // Keys.
              "epochs epoch num_epochs n_epochs nb_epochs max_epochs num_train_epochs total_epochs",
              "seed random_seed random_state rng_seed",
              "run_cap runs max_runs count trials n_trials num_trials max_trials num_samples",
              "method strategy algorithm search_method search_alg",
              "metric objective",
              "parameters params hyperparameters search_space space",
              "model architecture arch network net",
              "dataset data",
              "path folder dir directory root",
              "validation_split val_split validation_fraction val_fraction val_size",
              "train_limit max_train_samples train_size",
              "test_limit max_test_samples test_size",
              "workers num_workers jobs n_jobs parallel agents",
              "early_stopping early_stop",
              "reduce_lr reduce_lr_on_plateau reducelronplateau plateau",
              "augmentation augment aug data_augmentation",
              "timeout max_duration time_limit",
              "values choices options categories",
              "value constant",
              "min low lower minimum lower_bound",
              "max high upper maximum upper_bound",
              "goal direction mode",
              // Metrics.
              "val_accuracy val_acc valid_acc valid_accuracy validation_acc validation_accuracy"
                  + " eval_acc eval_accuracy dev_acc dev_accuracy accuracy acc best_val_acc"
                  + " best_val_accuracy best_valid_acc max_val_accuracy best_accuracy best_acc",
              "val_loss valid_loss validation_loss eval_loss dev_loss loss"
                  + " best_val_loss min_val_loss best_loss",
              "train_accuracy train_acc training_acc training_accuracy",
              "train_loss training_loss",
              "test_accuracy test_acc best_test_acc best_test_accuracy",
              // What a run has.
              "status state",
              "start_time started start began_at",
              "end_time ended end finished_at",
              "seconds duration runtime elapsed",
              "reason error failure cause",
              // Methods and distributions.
              "grid gridsearch grid_search exhaustive",
              "random randomsearch random_search",
              "uniform float loguniform_float double",
              "log_uniform_values log_uniform loguniform log",
              "int_uniform int integer randint uniform_int",
              "q_uniform quniform quantized",
              "categorical choice category",
              "maximize max maximum",
              "minimize min minimum",
              // Commands and options.
              "sweeps list ls",
              "run start train launch sweep",
              "show describe info inspect",
              "serve ui dashboard server web board",
              "delete rm remove",
              "undelete unrm",
              "stop kill cancel abort",
              "resume continue",
              "check validate lint",
              "gc prune clean cleanup vacuum compact",
              "doctor diagnose env",
              "note comment",
              "tag label",
              "backup dump save",
              "restore load import",
              "data datasets",
              "--run-cap --count --trials --runs",
              "--output --out --dir",
              "--filter --where --query",
              "--sort --order --order-by",
              "--limit --max --top",
              "--db --database --url",
              "--host --bind --address")
          .map(SPACE::splitAsStream)
          .map(names -> Set.copyOf(names.map(Synonyms::plain).distinct().toList()))
          .toList();

  private Synonyms() {}

  /** Whether both names mean the same, or so do their ends behind an equal beginning. */
  static boolean same(String name, String ours) {
    String plain = plain(ours);
    return plain(name).equals(plain)
        || groups(name).anyMatch(group -> group.contains(plain))
        || (ours.contains(".")
            && beginning(name).equals(beginning(ours))
            && same(lastPart(name), lastPart(ours)));
  }

  /** Those of the whole name, such as {@code val/acc}, else of its end: {@code optimizer.lr}. */
  private static Stream<Set<String>> groups(String name) {
    List<Set<String>> whole = of(name);
    return whole.isEmpty() ? of(lastPart(name)).stream() : whole.stream();
  }

  private static List<Set<String>> of(String name) {
    String plain = plain(name);
    return GROUPS.stream().filter(group -> group.contains(plain)).toList();
  }

  /** What stands behind the last dot or slash. */
  static String lastPart(String name) {
    return name.substring(1 + Math.max(name.lastIndexOf('.'), name.lastIndexOf('/')));
  }

  private static String beginning(String name) {
    return name.substring(0, name.length() - lastPart(name).length());
  }

  /** {@code val/acc}, {@code valAcc} and {@code VAL_ACC} are one; an option is not a key. */
  private static String plain(String name) {
    String letters = NOT_ALPHANUMERIC.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("");
    return name.startsWith("--") ? "--" + letters : letters;
  }
}
