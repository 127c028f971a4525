package dev.trawl.model;

import dev.trawl.model.ImageGraph.Features;
import dev.trawl.sweep.Hyperparameter;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.nd4j.linalg.activations.Activation;

/**
 * A stack of any depth: for each element of {@code filters} a convolution, batch normalisation and
 * an activation. Where the next element differs, and after the last, the images are halved: by a
 * 2×2 pooling, or by a stride of 2 in the convolution. Then the mean of each channel, or a dense
 * layer, and softmax.
 *
 * <p>With the defaults on 28×28 grey images and ten classes 289,066 weights: [b,1,28,28] → 2 ×
 * [b,32,28,28] → [b,32,14,14] → 2 × [b,64,14,14] → [b,64,7,7] → 2 × [b,128,7,7] → [b,128,3,3] →
 * [b,128] → [b,10]. Simonyan and Zisserman, arXiv:1409.1556, section 2.1; a stride instead of
 * pooling: Springenberg et al., arXiv:1412.6806, section 2. Both without batch normalisation.
 */
final class DeepConvolutionalNetwork implements Architecture {
  private static final String FILTERS = "filters";
  private static final String KERNEL_SIZE = "kernel_size";
  private static final String DOWNSAMPLING = "downsampling";
  private static final String DENSE_UNITS = "dense_units";
  private static final String STRIDE = "stride";
  private static final int HALF = 2;

  @Override
  public List<Hyperparameter> hyperparameters() {
    return HYPERPARAMETERS;
  }

  @Override
  public Set<String> sizing() {
    return Set.of(FILTERS, DOWNSAMPLING);
  }

  @Override
  public ComputationGraphConfiguration configure(
      Hyperparameters values,
      ImageShape input,
      int classes,
      NeuralNetConfiguration.Builder training) {
    checkSize(values, input);
    List<Integer> filters = values.integers(FILTERS);
    Activation activation = LayerChoices.activation(values);
    ImageGraph graph = new ImageGraph(LayerChoices.weightInit(values, training), input);
    Features features = graph.images();
    for (int i = 0; i < filters.size(); i++) {
      boolean strides = endsGroup(filters, i) && halvesByStride(values);
      features =
          graph.convolution(
              features, filters.get(i), values.integer(KERNEL_SIZE), strides ? HALF : 1);
      features = graph.activation(graph.batchNorm(features), activation);
      if (endsGroup(filters, i) && !strides) {
        features = graph.pooling(features, pooling(values), HALF);
      }
    }
    int units = values.integer(DENSE_UNITS);
    features =
        units == 0 ? graph.globalAverage(features) : graph.dense(features, units, activation);
    return graph.classify(features, classes, values.real(LayerChoices.DROPOUT));
  }

  /** A stride rounds up, so that one pixel stays one; a pooling needs two. */
  @Override
  public void checkSize(Hyperparameters values, ImageShape images) {
    List<Integer> filters = values.integers(FILTERS);
    int side = Math.min(images.height(), images.width());
    for (int i = 0; i < filters.size() && !halvesByStride(values); i++) {
      if (endsGroup(filters, i)) {
        if (side < HALF) {
          throw new IllegalArgumentException(
              ("filters: need images large enough for a 2×2 pooling after each group of equal"
                      + " filters, found only 1 pixel left after convolution %d of %s")
                  .formatted(i + 1, filters));
        }
        side /= HALF;
      }
    }
  }

  private static boolean endsGroup(List<Integer> filters, int index) {
    return index == filters.size() - 1 || !filters.get(index).equals(filters.get(index + 1));
  }

  private static boolean halvesByStride(Hyperparameters values) {
    return values.choice(DOWNSAMPLING).equals(STRIDE);
  }

  private static PoolingType pooling(Hyperparameters values) {
    return values.choice(DOWNSAMPLING).equals("max") ? PoolingType.MAX : PoolingType.AVG;
  }

  private static final List<Hyperparameter> HYPERPARAMETERS =
      List.of(
          Hyperparameter.integers(
              FILTERS,
              1,
              1024,
              List.of(32L, 32L, 64L, 64L, 128L, 128L),
              "filters of each convolution; the list's length is the depth"),
          Hyperparameter.integer(KERNEL_SIZE, 1, 11, 3, "side of the convolutions, in pixels"),
          Hyperparameter.choice(
              DOWNSAMPLING,
              List.of("max", "average", STRIDE),
              "max",
              "how each group of equal filters ends in half the size"),
          Hyperparameter.integer(
              DENSE_UNITS, 0, 8192, 0, "units of a dense layer; 0 takes each channel's mean"),
          LayerChoices.dropout("the inputs of the last layer"),
          LayerChoices.ACTIVATIONS,
          LayerChoices.WEIGHT_INITS);
}
