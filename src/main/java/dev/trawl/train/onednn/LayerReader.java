package dev.trawl.train.onednn;

import java.util.Arrays;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.IActivation;

/** Makes the operation of a layer that {@link Objections} has nothing against. */
final class LayerReader {
  private static final int[] ONE = {1, 1};
  private static final int[] NONE = {0, 0};

  private final String vertex;
  private final Layer layer;
  private final Shape input;

  LayerReader(String vertex, Layer layer, Shape input) {
    this.vertex = vertex;
    this.layer = layer;
    this.input = input;
  }

  /** The fraction of a layer's input that its dropout keeps; empty without. */
  static Optional<Double> kept(Layer layer) {
    return layer.getIDropout() instanceof Dropout dropout && dropout.getP() < 1
        ? Optional.of(dropout.getP())
        : Optional.empty();
  }

  /** What is wrong with the input's shape; empty for nothing. */
  Optional<String> objection() {
    if (layer instanceof FeedForwardLayer weighted
        && !(layer instanceof DropoutLayer)
        && weighted.getNIn() != input.channels()) {
      return Optional.of(
          "need %d channels, found %d".formatted(weighted.getNIn(), input.channels()));
    }
    if (layer instanceof SelfAttentionLayer attention && attention.getNIn() != input.channels()) {
      return Optional.of(
          "need tokens of %d, found %d".formatted(attention.getNIn(), input.channels()));
    }
    if ((layer instanceof DenseLayer || layer instanceof OutputLayer) && input.pixels() > 1) {
      return Optional.of("need a vector, found an image of " + input);
    }
    boolean fits =
        (!(layer instanceof ConvolutionLayer) && !(layer instanceof SubsamplingLayer))
            || Arrays.stream(window().output()).allMatch(size -> size > 0);
    return fits ? Optional.empty() : Optional.of("need a larger image, found " + input);
  }

  boolean isOutput() {
    return layer instanceof OutputLayer;
  }

  /** Whether a function behind the layer can be a part of its operation. */
  boolean takes(Activation function) {
    if (layer instanceof BatchNormalization) {
      return function.isRelu();
    }
    return layer instanceof ConvolutionLayer && own().isIdentity();
  }

  Operation activation(boolean inPlace) {
    return new ActivationOperation(own(), input, inPlace);
  }

  Operation pooling(Activation waiting) {
    Window window = window();
    SubsamplingLayer pooling = (SubsamplingLayer) layer;
    return new PoolingOperation(
        kind(pooling.getPoolingType(), pooling.isAvgPoolIncludePadInDivisor()),
        false,
        window,
        window.output(input.channels()),
        waiting);
  }

  Operation output() {
    OutputLayer output = (OutputLayer) layer;
    return new OutputOperation(matrix(output, output.hasBias()));
  }

  /**
   * Any other layer's.
   *
   * @param behind what the operation applies to its result, if it {@link #takes} that
   * @param pooled whether the largest of each window is taken of that next, by nobody else
   */
  Operation operation(Activation behind, boolean pooled) {
    if (layer instanceof BatchNormalization normalisation) {
      return new BatchNormalizationOperation(
          vertex,
          normalisation.getEps(),
          normalisation.getDecay(),
          normalisation.isUseLogStd(),
          behind.isRelu(),
          input);
    }
    if (layer instanceof ConvolutionLayer convolution) {
      Activation function = behind.isIdentity() ? own() : behind;
      Window window = window();
      return new ConvolutionOperation(
          vertex,
          kernels(convolution),
          window,
          window.output(outputs(convolution)),
          function,
          pooled && function.byOutput());
    }
    if (layer instanceof GlobalPoolingLayer pooling) {
      return new PoolingOperation(
          kind(pooling.getPoolingType(), false),
          true,
          Window.whole(input),
          Shape.vector(input.channels()),
          Activation.IDENTITY);
    }
    if (layer instanceof SelfAttentionLayer attention) {
      return new AttentionOperation(
          vertex, attention.getNHeads(), attention.getHeadSize(), input, attention.getNOut());
    }
    DenseLayer dense = (DenseLayer) layer;
    return new DenseOperation(matrix(dense, dense.hasBias()), own());
  }

  /** Whether it is a dense layer that normalises its sums before it applies its function. */
  boolean normalizes() {
    return layer instanceof DenseLayer dense && dense.isHasLayerNorm();
  }

  /** What it normalises. */
  Operation sums() {
    return new DenseOperation(matrix((DenseLayer) layer, false), Activation.IDENTITY);
  }

  Operation normalization() {
    DenseLayer dense = (DenseLayer) layer;
    return new LayerNormalizationOperation(
        vertex, dense.hasBias(), own(), Shape.vector(dense.getNOut()));
  }

  private MatrixProduct.Matrix matrix(FeedForwardLayer layer, boolean bias) {
    return new MatrixProduct.Matrix(
        vertex + "_W", bias ? vertex + "_b" : null, layer.getNIn(), layer.getNOut(), true);
  }

  private Activation own() {
    IActivation function =
        layer instanceof ActivationLayer activation
            ? activation.getActivationFn()
            : ((BaseLayer) layer).getActivationFn();
    return Activation.of(function).orElseThrow();
  }

  private static PoolingOperation.Kind kind(PoolingType type, boolean countsPadding) {
    if (type == PoolingType.MAX) {
      return PoolingOperation.Kind.MAX;
    }
    return countsPadding
        ? PoolingOperation.Kind.AVERAGE_WITH_PADDING
        : PoolingOperation.Kind.AVERAGE;
  }

  private ConvolutionOperation.Kernels kernels(ConvolutionLayer layer) {
    Window window = window();
    return new ConvolutionOperation.Kernels(
        input.channels(),
        outputs(layer),
        window.kernel()[0],
        window.kernel()[1],
        layer instanceof DepthwiseConvolution2D,
        layer.hasBias());
  }

  private long outputs(ConvolutionLayer layer) {
    return layer instanceof DepthwiseConvolution2D depthwise
        ? input.channels() * depthwise.getDepthMultiplier()
        : layer.getNOut();
  }

  private Window window() {
    if (layer instanceof SubsamplingLayer pooling) {
      return Window.of(
          pooling.getKernelSize(),
          pooling.getStride(),
          pooling.getPadding(),
          pooling.getConvolutionMode(),
          input.height(),
          input.width());
    }
    ConvolutionLayer convolution = (ConvolutionLayer) layer;
    if (layer instanceof Convolution1DLayer) {
      return Window.of(ONE, ONE, NONE, ConvolutionMode.Truncate, input.height(), input.width());
    }
    return Window.of(
        convolution.getKernelSize(),
        convolution.getStride(),
        convolution.getPadding(),
        convolution.getConvolutionMode(),
        input.height(),
        input.width());
  }
}
