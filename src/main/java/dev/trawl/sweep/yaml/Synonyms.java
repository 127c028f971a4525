package dev.trawl.sweep.yaml;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
              "learning_rate lr lrate initial_lr init_lr base_lr lr0 initial_learning_rate eta"
                  + " max_lr step_size alpha",
              "batch_size bs batch train_batch_size mini_batch_size mini_batch mb_size batch_sz"
                  + " per_device_train_batch_size",
              "weight_decay wd decay",
              "l2 l1 l2_reg l2_penalty l2_lambda l2_regularization regularization"
                  + " lambda reg_lambda reg penalty",
              "dropout drop_rate dropout_rate dropout_prob drop_prob p_drop",
              "dense_units hidden_units hidden_size hidden_dim hidden units num_units n_units"
                  + " fc_units fc_layer_size fc_size layer_size num_hidden n_hidden dense_size"
                  + " hidden_layer_size hidden_layer_sizes neurons n_neurons num_neurons nodes fc"
                  + " dense",
              "filters num_filters n_filters channels num_channels conv_channels out_channels"
                  + " kernels n_kernels num_kernels",
              "kernel_size kernel ksize kernel_width filter_size conv_kernel_size",
              "optimizer optim opt",
              "momentum mom momentum_factor",
              "schedule scheduler lr_scheduler lr_schedule lr_policy learning_rate_schedule",
              "warmup warm_up warmup_ratio warmup_fraction warmup_steps warmup_epochs"
                  + " lr_warmup pct_start",
              "gradient_clipping grad_clip clip_grad gradient_clip clip_gradients max_grad_norm"
                  + " gradient_clip_val clip_norm clipnorm global_clipnorm grad_norm_clip"
                  + " clip_grad_norm gradient_clip_norm",
              "weight_average ema ema_decay model_ema model_ema_decay weight_averaging"
                  + " moving_average averaging polyak",
              // Keys.
              "epochs epoch num_epochs n_epoch n_epochs nb_epoch nb_epochs max_epochs"
                  + " num_train_epochs total_epochs training_epochs iterations n_iter"
                  + " num_iterations max_iterations",
              "seed random_seed random_state rng_seed rng",
              "seeds seed n_seeds num_seeds repeats repetitions",
              "run_cap runs max_runs count trials n_trials num_trials max_trials num_samples",
              "budget time_budget time_budget_s max_time",
              "method strategy algorithm search_method search_alg",
              "metric objective",
              "parameters params hyperparameters search_space space",
              "model architecture arch network net",
              "dataset data",
              "path folder dir directory root",
              "validation_split val_split validation_fraction val_fraction val_size"
                  + " validation_size",
              "train_limit max_train_samples train_size",
              "test_limit max_test_samples test_size",
              "workers num_workers jobs n_jobs parallel parallelism concurrency threads agents",
              "early_stopping early_stop",
              "patience early_stop_patience early_stopping_patience es_patience n_iter_no_change",
              "min_delta early_stopping_min_delta tol tolerance",
              "factor lr_factor lr_decay lr_decay_factor",
              "rotation rotate rotation_range random_rotation degrees",
              "shift translate translation width_shift_range height_shift_range",
              "scale zoom zoom_range random_scale scaling",
              "label_smoothing smoothing label_smooth smooth",
              "reduce_lr reduce_lr_on_plateau reducelronplateau plateau",
              "augmentation augment aug data_augmentation",
              "timeout max_duration time_limit",
              "values choices options categories",
              "value constant",
              "min low lower minimum lower_bound",
              "max high upper maximum upper_bound",
              "goal direction mode",
              // Metrics.
              "val_accuracy val_acc top1 top_1 top1_acc top1_accuracy acc1 val_top1 val_acc1"
                  + " valid_acc valid_accuracy validation_acc validation_accuracy eval_acc"
                  + " eval_accuracy dev_acc dev_accuracy accuracy acc best_val_acc"
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
              // Values of hyperparameters.
              "bfloat16 bf16 fp16 float16 f16 half mixed amp mixed_precision mixed_bfloat16"
                  + " mixed_float16 bf16_mixed 16_mixed",
              "float32 fp32 f32 single full tf32 float",
              "nesterov nag",
              "one_cycle onecycle onecyclelr 1cycle",
              "cosine cosine_annealing cosineannealing cosineannealinglr cosine_decay",
              "he kaiming kaiming_normal he_normal",
              "he_uniform kaiming_uniform",
              "xavier glorot glorot_normal xavier_normal",
              "xavier_uniform glorot_uniform",
              "swish silu",
              // Architectures.
              "cnn lenet lenet5 convnet conv_net simple_cnn base_cnn conv",
              "deep_cnn vgg vgg11 vgg13 vgg16 vgg19 deepcnn alexnet",
              "resnet resnet8 resnet18 resnet20 resnet34 resnet50 preact_resnet wide_resnet",
              "se_resnet senet se_net se_resnet18 se_resnet50",
              "mobilenet_v2 mobilenet mobile_net mobilenetv1 mobilenet_v3 efficientnet",
              "attention vit vision_transformer transformer self_attention mhsa",
              // Commands and options.
              "sweeps list ls status ps history",
              "runs compare results metrics query leaderboard",
              "run start train launch sweep fit tune optimize search agent new create rerun retry",
              "show describe info inspect get logs log report tail",
              "serve ui dashboard server web board plot watch open monitor",
              "delete rm remove",
              "undelete unrm undo",
              "stop kill cancel abort pause",
              "resume continue",
              "check validate lint verify parse",
              "gc prune clean cleanup vacuum compact",
              "doctor diagnose env health",
              "repair fix recover mend rescue salvage",
              "note comment annotate",
              "tag label",
              "backup dump save",
              "restore load import",
              "data datasets download fetch",
              "output out dir destination to",
              "filter where query",
              "order_by sort order",
              "limit max top head first",
              "offset skip",
              "only number",
              "set override param",
              "csv tsv excel xlsx spreadsheet",
              "jsonl ndjson json_lines",
              "yes force y",
              "db database url store",
              "host bind address listen ip")
          .map(SPACE::splitAsStream)
          .map(Synonyms::plain)
          .toList();

  /** Names of what is not the same as ours, but follows from it. */
  private static final List<Derived> DERIVED =
      List.of(
          Derived.of("dropout", "which is 1 - %s", "keep_prob keep_rate keep_probability keep"),
          Derived.of(
              "val_accuracy",
              "which is 1 - %s",
              "error error_rate err val_error val_err valid_error validation_error eval_error"
                  + " val_error_rate misclassification top1_error"),
          Derived.of("train_accuracy", "which is 1 - %s", "train_error train_err training_error"),
          Derived.of(
              "filters",
              "whose length is the number of blocks",
              "num_layers n_layers layers depth num_blocks n_blocks blocks num_conv_layers"));

  /**
   * What others have in place of one of our names.
   *
   * @param remark how ours is found from theirs, {@code %s}
   */
  private record Derived(String ours, String remark, Set<String> names) {
    static Derived of(String ours, String remark, String names) {
      return new Derived(ours, remark, plain(SPACE.splitAsStream(names)));
    }

    boolean fits(String name, String candidate) {
      return candidate.equals(ours) && names.contains(plain(name));
    }
  }

  private Synonyms() {}

  /** Whether both names mean the same, or so do their ends behind an equal beginning. */
  static boolean same(String name, String ours) {
    if (isOption(name) != isOption(ours)) {
      return false; // an option is not a key
    }
    String plain = plain(ours);
    return plain(name).equals(plain)
        || DERIVED.stream().anyMatch(derived -> derived.fits(name, ours))
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

  /** Our name for a person, such as {@code dropout, which is 1 - keep_prob}. */
  static String explained(String name, String ours) {
    return DERIVED.stream()
        .filter(derived -> derived.fits(name, ours))
        .map(derived -> ours + ", " + derived.remark.formatted(name))
        .findFirst()
        .orElse(ours);
  }

  private static boolean isOption(String name) {
    return name.startsWith("-");
  }

  private static Set<String> plain(Stream<String> names) {
    return names.map(Synonyms::plain).collect(Collectors.toUnmodifiableSet());
  }

  /** {@code val/acc}, {@code valAcc} and {@code VAL_ACC} are one. */
  private static String plain(String name) {
    return NOT_ALPHANUMERIC.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("");
  }
}
