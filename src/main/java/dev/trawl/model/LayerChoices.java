package dev.trawl.model;

import dev.trawl.sweep.Hyperparameter;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;

/** Hyperparameters that several architectures have, and what their values are to Deeplearning4j. */
final class LayerChoices {
  static final String DROPOUT = "dropout";

  private static final String ACTIVATION = "activation";
  private static final String WEIGHT_INIT = "weight_init";
  private static final String POOLING = "pooling";

  static final Hyperparameter ACTIVATIONS =
      Hyperparameter.choice(
          ACTIVATION,
          List.of("relu", "leaky_relu", "relu6", "elu", "swish", "gelu", "mish", "tanh", "sigmoid"),
          "relu",
          "of all layers but the last");

  static final Hyperparameter POOLINGS =
      Hyperparameter.choice(POOLING, List.of("max", "average"), "max", "of the 2×2 poolings");

  static final Hyperparameter WEIGHT_INITS =
      Hyperparameter.choice(
          WEIGHT_INIT,
          List.of("he", "he_uniform", "xavier", "xavier_uniform", "lecun"),
          "he",
          "distribution of the initial weights; the last layer's are xavier's");

  private LayerChoices() {}

  /**
   * A fraction of some units that is dropped in each training step.
   *
   * @param units which, for its description
   */
  static Hyperparameter dropout(String units) {
    return Hyperparameter.real(DROPOUT, 0, 0.95, 0, "fraction of " + units + " dropped");
  }

  static Activation activation(Hyperparameters values) {
    return Activation.fromString(values.choice(ACTIVATION).replace("_", ""));
  }

  static PoolingType pooling(Hyperparameters values) {
    return values.choice(POOLING).equals("max") ? PoolingType.MAX : PoolingType.AVG;
  }

  static NeuralNetConfiguration.Builder weightInit(
      Hyperparameters values, NeuralNetConfiguration.Builder training) {
    return training.weightInit(
        switch (values.choice(WEIGHT_INIT)) {
          case "he" -> WeightInit.RELU;
          case "he_uniform" -> WeightInit.RELU_UNIFORM;
          case "xavier" -> WeightInit.XAVIER;
          case "xavier_uniform" -> WeightInit.XAVIER_UNIFORM;
          default -> WeightInit.LECUN_NORMAL;
        });
  }
}
