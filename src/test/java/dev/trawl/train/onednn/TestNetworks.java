package dev.trawl.train.onednn;

import dev.trawl.train.onednn.TestGraphs.Subject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Networks of one layer after the other, of every shape that layers take, by name. */
final class TestNetworks {
  static final int CLASSES = 5;

  private TestNetworks() {}

  static Map<String, Subject> all() {
    Map<String, Subject> all = new LinkedHashMap<>();
    all.put(
        "the base network",
        of(1, 14, 14, conv(3, 32), max(2, 2), conv(3, 64), max(2, 2), dense(16)));
    all.put(
        "three input channels",
        of(3, 12, 12, conv(3, 16), max(2, 2), conv(3, 16), max(2, 2), dense(8)));
    all.put("odd channels", of(2, 13, 11, conv(3, 5), max(2, 2), conv(2, 7), max(2, 2), dense(9)));
    all.put(
        "two convolutions in a row", of(1, 12, 12, conv(3, 16), conv(3, 20), max(2, 2), dense(8)));
    all.put("no pooling at all", of(1, 9, 9, conv(3, 6), conv(3, 16), dense(8)));
    all.put("no dense layer", of(1, 9, 9, conv(3, 16), max(2, 2)));
    all.put("one by one", of(4, 6, 6, conv(1, 16), conv(1, 8), dense(8)));
    all.put("five by five", of(1, 16, 16, conv(5, 20), max(2, 2), conv(5, 24), dense(8)));
    all.put(
        "same padding",
        of(1, 11, 11, same(3, 1, 16), max(2, 2), same(5, 1, 16), max(2, 2), dense(8)));
    all.put("same padding, even kernel", of(2, 10, 9, same(2, 1, 16), same(4, 1, 6), dense(8)));
    all.put("same padding, stride", of(3, 11, 10, same(3, 2, 16), same(3, 2, 16), dense(8)));
    all.put(
        "stride with a rest", of(3, 12, 13, strided(3, 2, 0, 16), strided(2, 2, 0, 7), dense(8)));
    all.put(
        "padding", of(1, 10, 10, strided(3, 1, 1, 16), max(2, 2), strided(3, 1, 2, 16), dense(8)));
    all.put("overlapping pooling", of(1, 13, 13, conv(3, 16), max(3, 2), conv(3, 16), dense(8)));
    all.put(
        "pooling with same padding",
        of(1, 11, 11, conv(3, 16), sameMax(3, 2), conv(2, 16), dense(8)));
    all.put(
        "average pooling",
        of(1, 13, 13, conv(3, 16), average(2), conv(3, 18), average(3), dense(8)));
    all.put(
        "average pooling with padding",
        of(
            2,
            12,
            11,
            conv(3, 16),
            average(3, 2, 1, false),
            conv(2, 5),
            average(4, 3, 2, false),
            dense(8)));
    all.put(
        "average pooling with same padding",
        of(2, 12, 11, conv(3, 16), sameAverage(3, 2, false), sameAverage(2, 1, false), dense(8)));
    all.put("layer norm", of(2, 5, 7, conv(3, 5), normalised(17, true), normalised(9, false)));
    all.put("layer norm of one unit", of(1, 5, 5, dense(8), normalised(1, true), dense(8)));
    all.put("no relu", of(1, 10, 10, identity(16), max(2, 2), identity(16), average(2), dense(8)));
    all.put("no bias", of(1, 10, 10, unbiased(16), max(2, 2), unbiased(16), dense(8)));
    all.put("rectangles", of(2, 9, 14, rectangle(), max(2, 2), conv(2, 16), dense(8)));
    all.put("dense only", of(1, 5, 5, dense(32), dense(16)));
    all.put(
        "tanh between relus",
        of(1, 12, 12, conv(3, 16), tanh(6), max(2, 2), conv(2, 16), dense(8)));
    return all;
  }

  static Subject of(int channels, int height, int width, Layer... layers) {
    return of(configuration(), channels, height, width, layers);
  }

  static Subject of(
      NeuralNetConfiguration.Builder builder,
      int channels,
      int height,
      int width,
      Layer... layers) {
    TestGraphs graph = TestGraphs.of(builder, channels, height, width);
    String last = TestGraphs.INPUT;
    for (Layer layer : layers) {
      last = graph.layer(layer, last);
    }
    return graph.output(last);
  }

  static NeuralNetConfiguration.Builder configuration() {
    return new NeuralNetConfiguration.Builder()
        .seed(3)
        .dataType(DataType.FLOAT)
        .weightInit(WeightInit.RELU)
        .biasInit(0.1)
        .updater(new Adam(1e-3));
  }

  static Layer conv(int kernel, int filters) {
    return strided(kernel, 1, 0, filters);
  }

  static ConvolutionLayer strided(int kernel, int stride, int padding, int filters) {
    return new ConvolutionLayer.Builder(kernel, kernel)
        .stride(stride, stride)
        .padding(padding, padding)
        .nOut(filters)
        .activation(Activation.RELU)
        .build();
  }

  private static Layer same(int kernel, int stride, int filters) {
    return new ConvolutionLayer.Builder(kernel, kernel)
        .stride(stride, stride)
        .convolutionMode(ConvolutionMode.Same)
        .nOut(filters)
        .activation(Activation.RELU)
        .build();
  }

  private static Layer identity(int filters) {
    return new ConvolutionLayer.Builder(3, 3).nOut(filters).activation(Activation.IDENTITY).build();
  }

  private static Layer tanh(int filters) {
    return new ConvolutionLayer.Builder(3, 3).nOut(filters).activation(Activation.TANH).build();
  }

  private static Layer unbiased(int filters) {
    return new ConvolutionLayer.Builder(3, 3)
        .nOut(filters)
        .hasBias(false)
        .activation(Activation.RELU)
        .build();
  }

  private static Layer rectangle() {
    return new ConvolutionLayer.Builder(2, 5)
        .stride(1, 2)
        .padding(1, 0)
        .nOut(16)
        .activation(Activation.RELU)
        .build();
  }

  static Layer max(int kernel, int stride) {
    return new SubsamplingLayer.Builder(PoolingType.MAX)
        .kernelSize(kernel, kernel)
        .stride(stride, stride)
        .build();
  }

  private static Layer sameMax(int kernel, int stride) {
    return new SubsamplingLayer.Builder(PoolingType.MAX)
        .kernelSize(kernel, kernel)
        .stride(stride, stride)
        .convolutionMode(ConvolutionMode.Same)
        .build();
  }

  private static Layer average(int kernel) {
    return new SubsamplingLayer.Builder(PoolingType.AVG)
        .kernelSize(kernel, kernel)
        .stride(kernel, kernel)
        .build();
  }

  static Layer average(int kernel, int stride, int padding, boolean counted) {
    return new SubsamplingLayer.Builder(PoolingType.AVG)
        .kernelSize(kernel, kernel)
        .stride(stride, stride)
        .padding(padding, padding)
        .avgPoolIncludePadInDivisor(counted)
        .build();
  }

  static Layer sameAverage(int kernel, int stride, boolean counted) {
    return new SubsamplingLayer.Builder(PoolingType.AVG)
        .kernelSize(kernel, kernel)
        .stride(stride, stride)
        .convolutionMode(ConvolutionMode.Same)
        .avgPoolIncludePadInDivisor(counted)
        .build();
  }

  /** A dense layer whose sums are normalised. */
  static Layer normalised(int units, boolean bias) {
    return new DenseLayer.Builder()
        .nOut(units)
        .hasLayerNorm(true)
        .hasBias(bias)
        .activation(bias ? Activation.TANH : Activation.SWISH)
        .build();
  }

  static Layer dense(int units) {
    return new DenseLayer.Builder().nOut(units).activation(Activation.RELU).build();
  }

  static INDArray labels(int batch) {
    Random random = new Random(5);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, batch, CLASSES);
    for (int i = 0; i < batch; i++) {
      labels.putScalar(i, random.nextInt(CLASSES), 1f);
    }
    return labels;
  }

  static INDArray random(long seed, long... shape) {
    Random random = new Random(seed);
    INDArray array = Nd4j.create(DataType.FLOAT, shape);
    for (long i = 0; i < array.length(); i++) {
      array.putScalar(i, (float) random.nextGaussian());
    }
    return array;
  }
}
