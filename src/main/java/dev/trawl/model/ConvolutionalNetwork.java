package dev.trawl.model;

import dev.trawl.model.ImageGraph.Features;
import dev.trawl.model.ImageGraph.Filters;
import dev.trawl.sweep.Hyperparameter;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.activations.Activation;

/**
 * The base network: for each element of {@code filters} a convolution, an activation and a 2×2
 * pooling, then a dense layer, then softmax; with {@code batch_norm} between each convolution and
 * its activation. Cross-entropy, biases 0.
 *
 * <p>With the defaults on 28×28 grey images that is LeNet's shape with today's parts, 121,930
 * weights: [b,1,28,28] → [b,32,26,26] → [b,32,13,13] → [b,64,11,11] → [b,64,5,5] → [b,64] → [b,10].
 * LeCun et al., Gradient-based learning applied to document recognition (1998), section II.B.
 */
final class ConvolutionalNetwork implements Architecture {
  static final String FILTERS = "filters";
  static final String KERNEL_SIZE = "kernel_size";
  static final String DENSE_UNITS = "dense_units";

  private static final String PADDING = "padding";
  private static final String SAME = "same";
  private static final String BATCH_NORM = "batch_norm";
  private static final int POOL = 2;

  @Override
  public List<Hyperparameter> hyperparameters() {
    return HYPERPARAMETERS;
  }

  @Override
  public Set<String> sizing() {
    return Set.of(FILTERS, KERNEL_SIZE, PADDING);
  }

  @Override
  public ComputationGraphConfiguration configure(
      Hyperparameters values,
      ImageShape input,
      int classes,
      NeuralNetConfiguration.Builder training) {
    checkSize(values, input);
    Activation activation = LayerChoices.activation(values);
    int kernel = values.integer(KERNEL_SIZE);
    boolean padded = values.choice(PADDING).equals(SAME);
    ImageGraph graph = new ImageGraph(LayerChoices.weightInit(values, training), input);
    Features features = graph.images();
    for (int filters : values.integers(FILTERS)) {
      Filters each = new Filters(filters, kernel, padded);
      if (values.flag(BATCH_NORM)) {
        features = graph.convolution(features, each, Activation.IDENTITY, false);
        features = graph.activation(graph.batchNorm(features), activation);
      } else {
        features = graph.convolution(features, each, activation, true);
      }
      features = graph.pooling(features, LayerChoices.pooling(values), POOL);
    }
    features = graph.dense(features, values.integer(DENSE_UNITS), activation);
    return graph.classify(features, classes, values.real(LayerChoices.DROPOUT));
  }

  private static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /** Each block takes kernel − 1 pixels, unless it is padded, and halves the rest. */
  @Override
  public void checkSize(Hyperparameters values, ImageShape images) {
    List<Integer> filters = values.integers(FILTERS);
    int kernel = values.integer(KERNEL_SIZE);
    boolean padded = values.choice(PADDING).equals(SAME);
    int side = Math.min(images.height(), images.width());
    for (int i = 0; i < filters.size(); i++) {
      int before = side;
      side = new Filters(filters.get(i), kernel, padded).side(side) / POOL;
      if (side < 1) {
        throw new IllegalArgumentException(
            "filters: need images large enough for %s of a %d×%d convolution and a %d×%d pooling, found"
                    .formatted(count(filters.size(), "block"), kernel, kernel, POOL, POOL)
                + " only %s left before block %d".formatted(count(before, "pixel"), i + 1));
      }
    }
  }

  private static final List<Hyperparameter> HYPERPARAMETERS =
      List.of(
          Hyperparameter.integers(
              FILTERS,
              1,
              1024,
              List.of(32L, 64L),
              "filters of each convolution; the list's length is the number of blocks"),
          Hyperparameter.integer(KERNEL_SIZE, 1, 11, 3, "side of the convolutions, in pixels"),
          Hyperparameter.choice(
              PADDING,
              List.of("valid", SAME),
              "valid",
              "of the convolutions: none, or zeros that keep the image's size"),
          Hyperparameter.integer(DENSE_UNITS, 1, 8192, 64, "units of the dense layer"),
          LayerChoices.dropout("the dense layer's outputs"),
          Hyperparameter.flag(
              BATCH_NORM, false, "whether each convolution's output is normalised over the batch"),
          LayerChoices.ACTIVATIONS,
          LayerChoices.POOLINGS,
          LayerChoices.WEIGHT_INITS);
}
