package dev.trawl.model;

import dev.trawl.sweep.Hyperparameter;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The base network: for each element of {@code filters} a convolution with ReLU and a 2×2
 * max-pooling, then a dense layer with ReLU, then softmax. Cross-entropy, He's initial weights,
 * biases 0.
 *
 * <p>With the defaults on 28×28 grey images that is LeNet's shape with today's parts, 121,930
 * weights: [b,1,28,28] → [b,32,26,26] → [b,32,13,13] → [b,64,11,11] → [b,64,5,5] → [b,64] → [b,10].
 */
final class ConvolutionalNetwork implements Architecture {
  static final String FILTERS = "filters";
  static final String KERNEL_SIZE = "kernel_size";
  static final String DENSE_UNITS = "dense_units";
  static final String DROPOUT = "dropout";

  private static final int POOL = 2;

  @Override
  public List<Hyperparameter> hyperparameters() {
    return HYPERPARAMETERS;
  }

  @Override
  public Set<String> sizing() {
    return Set.of(FILTERS, KERNEL_SIZE);
  }

  @Override
  public MultiLayerConfiguration configure(
      Hyperparameters values,
      ImageShape input,
      int classes,
      NeuralNetConfiguration.Builder training) {
    List<Integer> filters = values.integers(FILTERS);
    int kernel = values.integer(KERNEL_SIZE);
    checkSize(values, input);

    NeuralNetConfiguration.ListBuilder layers = training.weightInit(WeightInit.RELU).list();
    for (int count : filters) {
      layers.layer(
          new ConvolutionLayer.Builder(kernel, kernel)
              .nOut(count)
              .activation(Activation.RELU)
              .build());
      layers.layer(
          new SubsamplingLayer.Builder(PoolingType.MAX)
              .kernelSize(POOL, POOL)
              .stride(POOL, POOL)
              .build());
    }
    layers.layer(
        new DenseLayer.Builder()
            .nOut(values.integer(DENSE_UNITS))
            .activation(Activation.RELU)
            .build());
    OutputLayer.Builder output =
        new OutputLayer.Builder(LossFunction.MCXENT)
            .nOut(classes)
            .activation(Activation.SOFTMAX)
            .weightInit(WeightInit.XAVIER);
    double dropout = values.real(DROPOUT);
    if (dropout > 0) {
      output.dropOut(1 - dropout); // Deeplearning4j takes the fraction that is kept.
    }
    return layers
        .layer(output.build())
        .setInputType(InputType.convolutional(input.height(), input.width(), input.channels()))
        .build();
  }

  /** Each block takes kernel − 1 pixels and halves the rest. */
  private static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  @Override
  public void checkSize(Hyperparameters values, ImageShape images) {
    List<Integer> filters = values.integers(FILTERS);
    int kernel = values.integer(KERNEL_SIZE);
    int side = Math.min(images.height(), images.width());
    for (int i = 0; i < filters.size(); i++) {
      int before = side;
      side = (side - kernel + 1) / POOL;
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
          Hyperparameter.integer(DENSE_UNITS, 1, 8192, 64, "units of the dense layer"),
          Hyperparameter.real(
              DROPOUT, 0, 0.95, 0, "fraction of the dense layer's outputs dropped"));
}
