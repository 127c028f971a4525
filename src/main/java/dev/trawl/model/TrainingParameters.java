package dev.trawl.model;

import dev.trawl.sweep.Hyperparameter;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.learning.config.Adam;

/** The hyperparameters that training itself uses, whatever the architecture. */
public final class TrainingParameters {
  /** Images in a training step. */
  public static final String BATCH_SIZE = "batch_size";

  /** Adam's step size. */
  public static final String LEARNING_RATE = "learning_rate";

  /** The part of each training label that is spread over all classes. */
  public static final String LABEL_SMOOTHING = "label_smoothing";

  static final String L2 = "l2";

  static final List<Hyperparameter> ALL =
      List.of(
          Hyperparameter.real(L2, 0, 1, 0, "L2 penalty on the weights, not the biases"),
          Hyperparameter.integer(BATCH_SIZE, 1, 4096, 64, "images in a training step"),
          Hyperparameter.real(LEARNING_RATE, 1e-8, 10, 1e-3, "Adam's step size"),
          Hyperparameter.real(
              LABEL_SMOOTHING,
              0,
              0.99,
              0,
              "part of each training label that is spread over all classes alike"));

  private TrainingParameters() {}

  /**
   * What a network's configuration begins with: Adam with its usual β₁ 0.9, β₂ 0.999, the L2
   * penalty.
   *
   * @param seed decides the initial weights
   */
  static NeuralNetConfiguration.Builder configuration(Hyperparameters values, long seed) {
    return new NeuralNetConfiguration.Builder()
        .seed(seed)
        .updater(new Adam(values.real(LEARNING_RATE)))
        .l2(values.real(L2));
  }
}
