package dev.trawl.model;

import dev.trawl.sweep.Hyperparameter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The base network: for each element of {@code filters} a convolution with ReLU and a 2×2
 * max-pooling, then a dense layer with ReLU, then softmax. Cross-entropy, Adam with its usual β₁
 * 0.9, β₂ 0.999, He's initial weights, biases 0.
 *
 * <p>With the defaults on 28×28 grey images that is LeNet's shape with today's parts, 121,930
 * weights: [b,1,28,28] → [b,32,26,26] → [b,32,13,13] → [b,64,11,11] → [b,64,5,5] → [b,64] → [b,10].
 */
final class ConvolutionalNetwork implements Architecture {
  static final String FILTERS = "filters";
  static final String KERNEL_SIZE = "kernel_size";
  static final String DENSE_UNITS = "dense_units";
  static final String DROPOUT = "dropout";
  static final String L2 = "l2";

  private static final int POOL = 2;

  @Override
  public Map<String, Hyperparameter> hyperparameters() {
    return HYPERPARAMETERS;
  }

  @Override
  public MultiLayerConfiguration configure(
      Hyperparameters values, ImageShape input, int classes, long seed) {
    List<Integer> filters = values.integers(FILTERS);
    int kernel = values.integer(KERNEL_SIZE);
    checkSize(filters, kernel, input);

    NeuralNetConfiguration.ListBuilder layers =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .weightInit(WeightInit.RELU)
            .updater(new Adam(values.real(Architectures.LEARNING_RATE)))
            .l2(values.real(L2))
            .list();
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
  private static void checkSize(List<Integer> filters, int kernel, ImageShape input) {
    int side = Math.min(input.height(), input.width());
    for (int i = 0; i < filters.size(); i++) {
      int before = side;
      side = (side - kernel + 1) / POOL;
      if (side < 1) {
        throw new IllegalArgumentException(
            "filters: need images large enough for %d blocks of a %d×%d convolution and a %d×%d pooling, found"
                    .formatted(filters.size(), kernel, kernel, POOL, POOL)
                + " only %d pixels left before block %d".formatted(before, i + 1));
      }
    }
  }

  private static final Map<String, Hyperparameter> HYPERPARAMETERS =
      byName(
          new Hyperparameter(
              FILTERS,
              Hyperparameter.Type.INTEGER_LIST,
              1,
              1024,
              List.of(32L, 64L),
              "filters of each convolution; the list's length is the number of blocks"),
          new Hyperparameter(
              KERNEL_SIZE,
              Hyperparameter.Type.INTEGER,
              1,
              11,
              3L,
              "side of the convolutions, in pixels"),
          new Hyperparameter(
              DENSE_UNITS, Hyperparameter.Type.INTEGER, 1, 8192, 64L, "units of the dense layer"),
          new Hyperparameter(
              DROPOUT,
              Hyperparameter.Type.REAL,
              0,
              0.95,
              0.0,
              "fraction of the dense layer's outputs dropped"),
          new Hyperparameter(
              L2, Hyperparameter.Type.REAL, 0, 1, 0.0, "L2 penalty on the weights, not the biases"),
          new Hyperparameter(
              Architectures.BATCH_SIZE,
              Hyperparameter.Type.INTEGER,
              1,
              4096,
              64L,
              "images in a training step"),
          new Hyperparameter(
              Architectures.LEARNING_RATE,
              Hyperparameter.Type.REAL,
              1e-8,
              10,
              1e-3,
              "Adam's step size"));

  private static Map<String, Hyperparameter> byName(Hyperparameter... hyperparameters) {
    Map<String, Hyperparameter> byName = new LinkedHashMap<>();
    for (Hyperparameter hyperparameter : hyperparameters) {
      byName.put(hyperparameter.name(), hyperparameter);
    }
    return Collections.unmodifiableMap(byName);
  }
}
