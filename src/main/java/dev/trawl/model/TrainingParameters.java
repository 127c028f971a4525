package dev.trawl.model;

import dev.trawl.sweep.Hyperparameter;
import dev.trawl.sweep.Needs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;

/** The hyperparameters that training itself uses, whatever the architecture. */
public final class TrainingParameters {
  /** Images in a training step. */
  public static final String BATCH_SIZE = "batch_size";

  /** The optimiser's step size; with a schedule its highest. */
  public static final String LEARNING_RATE = "learning_rate";

  /** The part of each training label that is spread over all classes. */
  public static final String LABEL_SMOOTHING = "label_smoothing";

  /** One of {@link #ADAM}, {@code adamw}, {@link #SGD} and {@code nesterov}. */
  public static final String OPTIMIZER = "optimizer";

  /** How the learning rate goes from step to step. */
  public static final String SCHEDULE = "schedule";

  /** The part of a run's steps in which the learning rate rises. */
  public static final String WARMUP = "warmup";

  /** The greatest norm of a step's gradients together; 0 for any. */
  public static final String GRADIENT_CLIPPING = "gradient_clipping";

  /** What a step leaves of the moving average of the weights; 0 for no average. */
  public static final String WEIGHT_AVERAGE = "weight_average";

  /** Decoupled: times the learning rate, what a weight loses of itself in a step. */
  public static final String WEIGHT_DECAY = "weight_decay";

  public static final String ADAM = "adam";
  public static final String SGD = "sgd";
  public static final String CONSTANT = "constant";
  public static final String ONE_CYCLE = "one_cycle";
  public static final String COSINE = "cosine";

  /** The numbers of the forward and backward passes. */
  public static final String PRECISION = "precision";

  /** How many threads a run computes with. */
  public static final String THREADS = "threads";

  static final String L2 = "l2";
  static final String MOMENTUM = "momentum";

  private static final String ADAMW = "adamw";
  private static final String NESTEROV = "nesterov";

  /** PyTorch's, of AdamW. */
  private static final double ADAMW_DECAY = 0.01;

  /** PyTorch's, of OneCycleLR. */
  private static final double ONE_CYCLE_WARMUP = 0.3;

  static final List<Hyperparameter> ALL =
      List.of(
          Hyperparameter.real(L2, 0, 1, 0, "L2 penalty on the weights, not the biases"),
          Hyperparameter.integer(BATCH_SIZE, 1, 4096, 64, "images in a training step"),
          Hyperparameter.real(
              LEARNING_RATE,
              1e-8,
              10,
              1e-3,
              "the optimiser's step size; with a schedule its highest"),
          Hyperparameter.choice(
              OPTIMIZER,
              List.of(ADAM, ADAMW, SGD, NESTEROV),
              ADAM,
              "what makes steps of gradients"),
          Hyperparameter.real(
              MOMENTUM, 0, 0.999, 0.9, "what sgd and nesterov keep of a step in the next one"),
          Hyperparameter.real(
              WEIGHT_DECAY,
              0,
              1,
              0,
              "decoupled: times the learning rate, what a weight loses in a step; adamw has 0.01"),
          Hyperparameter.real(
              GRADIENT_CLIPPING,
              0,
              1e6,
              0,
              "longest vector of all gradients together; 0 takes any"),
          Hyperparameter.choice(
              SCHEDULE,
              List.of(CONSTANT, ONE_CYCLE, COSINE),
              CONSTANT,
              "how the learning rate goes from step to step, over all epochs"),
          Hyperparameter.real(
              WARMUP,
              0,
              0.99,
              0,
              "part of the steps in which the learning rate rises; one_cycle has 0.3"),
          Hyperparameter.real(
              LABEL_SMOOTHING,
              0,
              0.99,
              0,
              "part of each training label that is spread over all classes alike"),
          Hyperparameter.real(
              WEIGHT_AVERAGE,
              0,
              0.9999,
              0,
              "what a step leaves of the weights' moving average, the result; 0 has none"),
          Hyperparameter.choice(
              PRECISION,
              List.of("float32", "bfloat16", "auto"),
              "float32",
              "numbers of the forward and backward passes; auto is the fastest that can be had"),
          Hyperparameter.integer(
              THREADS, 1, 512, 1, "that a run computes with; another number, other last bits"));

  /** Where a hyperparameter means something. */
  static final Map<String, Needs> NEEDS =
      Map.of(MOMENTUM, new Needs(OPTIMIZER, List.of(SGD, NESTEROV)));

  private TrainingParameters() {}

  /**
   * What a network's configuration begins with: the optimiser, with Adam's usual β₁ 0.9 and β₂
   * 0.999, and the penalties, as far as Deeplearning4j has them. Momentum without Nesterov's look
   * ahead stands there with it.
   *
   * @param seed decides the initial weights
   */
  static NeuralNetConfiguration.Builder configuration(Hyperparameters values, long seed) {
    return new NeuralNetConfiguration.Builder()
        .seed(seed)
        .updater(updater(values))
        .regularization(penalties(values)); // The builder's setters allow only one of the two.
  }

  private static List<Regularization> penalties(Hyperparameters values) {
    double l2 = values.real(L2);
    double decay =
        values.real(WEIGHT_DECAY, values.choice(OPTIMIZER).equals(ADAMW) ? ADAMW_DECAY : 0);
    List<Regularization> penalties = new ArrayList<>();
    if (l2 > 0) {
      penalties.add(new L2Regularization(l2));
    }
    if (decay > 0) {
      penalties.add(new WeightDecay(decay, true));
    }
    return penalties;
  }

  /**
   * Takes away what a layer has twice: Deeplearning4j 1.0.0-M2.1 copies a configuration's weight
   * decay to each layer two times, and would apply both.
   */
  static void removeRepeatedPenalties(Layer layer) {
    if (layer instanceof BaseLayer base && base.getRegularization() != null) {
      base.setRegularization(base.getRegularization().stream().distinct().toList());
    }
  }

  private static IUpdater updater(Hyperparameters values) {
    double rate = values.real(LEARNING_RATE);
    double momentum = values.real(MOMENTUM);
    return switch (values.choice(OPTIMIZER)) {
      case SGD -> momentum == 0 ? new Sgd(rate) : new Nesterovs(rate, momentum);
      case NESTEROV -> new Nesterovs(rate, momentum);
      default -> new Adam(rate);
    };
  }

  /** The part of the steps in which the learning rate rises, with the schedule's own default. */
  public static double warmup(Hyperparameters values) {
    return values.real(WARMUP, values.choice(SCHEDULE).equals(ONE_CYCLE) ? ONE_CYCLE_WARMUP : 0);
  }
}
