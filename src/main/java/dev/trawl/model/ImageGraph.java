package dev.trawl.model;

import java.util.HashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A network over images while an architecture puts it together, from the parts that architectures
 * share: each method adds one behind the features that it is given. All parts are stock
 * Deeplearning4j's, so that a saved model needs no class of ours. For one thread.
 */
final class ImageGraph {
  private static final String INPUT = "in";
  private static final String OUTPUT = "output";

  private final ComputationGraphConfiguration.GraphBuilder graph;
  private final ImageShape images;
  private final Map<String, Integer> numbers = new HashMap<>();

  /**
   * What a vertex gives: [batch, channels, height, width]; with height and width 1 also [batch,
   * channels].
   */
  record Features(String vertex, int channels, int height, int width) {}

  ImageGraph(NeuralNetConfiguration.Builder training, ImageShape images) {
    this.graph = training.graphBuilder().addInputs(INPUT);
    this.images = images;
  }

  Features images() {
    return new Features(INPUT, images.channels(), images.height(), images.width());
  }

  /**
   * A convolution whose output is as large as its input, divided by the stride and rounded up;
   * without bias and activation, since batch normalisation follows.
   */
  Features convolution(Features from, int filters, int kernel, int stride) {
    return add(
        "conv",
        new ConvolutionLayer.Builder(kernel, kernel)
            .stride(stride, stride)
            .convolutionMode(ConvolutionMode.Same)
            .hasBias(false)
            .activation(Activation.IDENTITY)
            .nOut(filters)
            .build(),
        from,
        filters,
        stride);
  }

  /** A 1×1 convolution with bias and activation: a dense layer for each pixel. */
  Features pointwise(Features from, int filters, Activation activation) {
    return add(
        "conv",
        new ConvolutionLayer.Builder(1, 1).activation(activation).nOut(filters).build(),
        from,
        filters,
        1);
  }

  /** A convolution of each channel by itself, of the same size as {@link #convolution}. */
  Features depthwise(Features from, int kernel, int stride) {
    return add(
        "depthwise",
        new DepthwiseConvolution2D.Builder()
            .kernelSize(kernel, kernel)
            .stride(stride, stride)
            .depthMultiplier(1)
            .convolutionMode(ConvolutionMode.Same)
            .hasBias(false)
            .activation(Activation.IDENTITY)
            .build(),
        from,
        from.channels(),
        stride);
  }

  Features batchNorm(Features from) {
    return add("norm", new BatchNormalization(), from, from.channels(), 1);
  }

  /** A layer of its own, since Deeplearning4j's batch normalisation ignores an activation. */
  Features activation(Features from, Activation activation) {
    return add(
        "activation",
        new ActivationLayer.Builder().activation(activation).build(),
        from,
        from.channels(),
        1);
  }

  /** Batch normalisation, then ReLU. */
  Features normRelu(Features from) {
    return activation(batchNorm(from), Activation.RELU);
  }

  /** Pooling without overlap; rows and columns that fill no window are left out. */
  Features pooling(Features from, PoolingType type, int size) {
    String name = name("pool");
    graph.addLayer(
        name,
        new SubsamplingLayer.Builder(type).kernelSize(size, size).stride(size, size).build(),
        from.vertex());
    return new Features(name, from.channels(), from.height() / size, from.width() / size);
  }

  /** The mean of each channel: [batch, channels]. */
  Features globalAverage(Features from) {
    return globalAverage(from, true);
  }

  private Features globalAverage(Features from, boolean collapse) {
    String name = name("average");
    graph.addLayer(
        name,
        new GlobalPoolingLayer.Builder(PoolingType.AVG).collapseDimensions(collapse).build(),
        from.vertex());
    return new Features(name, from.channels(), 1, 1);
  }

  /** The sum of two of the same shape. */
  Features sum(Features one, Features other) {
    return vertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), one, other);
  }

  /**
   * Each channel scaled by what a small network makes of all channels' means: {@code channels ÷
   * reduction} units with ReLU, at least 4, then one a channel with sigmoid. (Deeplearning4j's
   * product wants equal shapes, hence the upsampling.)
   */
  Features squeezeAndExcitation(Features from, int reduction) {
    Features means = globalAverage(from, false); // [b,c,1,1]
    Features squeezed = pointwise(means, Math.max(from.channels() / reduction, 4), Activation.RELU);
    Features scales = pointwise(squeezed, from.channels(), Activation.SIGMOID);
    String name = name("upsampling");
    graph.addLayer(
        name,
        new Upsampling2D.Builder().size(new int[] {from.height(), from.width()}).build(),
        scales.vertex());
    Features spread = new Features(name, from.channels(), from.height(), from.width());
    return vertex("scale", new ElementWiseVertex(ElementWiseVertex.Op.Product), from, spread);
  }

  /** Self-attention between the pixels, each a token: softmax(QᵀK/√(channels ÷ heads))·V·W. */
  Features selfAttention(Features from, int heads) {
    int tokens = from.height() * from.width();
    int[] sequence = {-1, from.channels(), tokens};
    int[] image = {-1, from.channels(), from.height(), from.width()};
    Features flat = vertex("tokens", new ReshapeVertex('c', sequence, null), from); // [b,c,h·w]
    String name = name("attention");
    graph.addLayer(
        name,
        new SelfAttentionLayer.Builder()
            .nOut(from.channels())
            .nHeads(heads)
            .projectInput(true)
            .weightInit(WeightInit.XAVIER)
            .build(),
        flat.vertex());
    Features attended = new Features(name, from.channels(), from.height(), from.width());
    return vertex("pixels", new ReshapeVertex('c', image, null), attended); // [b,c,h,w]
  }

  /** All of the input in a row, then so many units with bias. */
  Features dense(Features from, int units, Activation activation) {
    String name = name("dense");
    graph.addLayer(
        name, new DenseLayer.Builder().nOut(units).activation(activation).build(), from.vertex());
    return new Features(name, units, 1, 1);
  }

  /** Any layer that divides height and width by {@code stride}, rounded up. */
  private Features add(String kind, Layer layer, Features from, int channels, int stride) {
    String name = name(kind);
    graph.addLayer(name, layer, from.vertex());
    return new Features(
        name,
        channels,
        (from.height() + stride - 1) / stride,
        (from.width() + stride - 1) / stride);
  }

  /**
   * The filters of a convolution, one pixel apart.
   *
   * @param padded whether the image is framed by zeros so that it keeps its size; else {@code
   *     kernel − 1} pixels are lost
   */
  record Filters(int count, int kernel, boolean padded) {
    int side(int before) {
      return padded ? before : before - kernel + 1;
    }
  }

  /** A convolution by any filters. */
  Features convolution(Features from, Filters filters, Activation activation, boolean bias) {
    String name = name("conv");
    ConvolutionLayer.Builder layer =
        new ConvolutionLayer.Builder(filters.kernel(), filters.kernel())
            .nOut(filters.count())
            .hasBias(bias)
            .activation(activation);
    graph.addLayer(
        name,
        filters.padded() ? layer.convolutionMode(ConvolutionMode.Same).build() : layer.build(),
        from.vertex());
    return new Features(
        name, filters.count(), filters.side(from.height()), filters.side(from.width()));
  }

  private Features vertex(String kind, GraphVertex vertex, Features... from) {
    String name = name(kind);
    String[] inputs = new String[from.length];
    for (int i = 0; i < from.length; i++) {
      inputs[i] = from[i].vertex();
    }
    graph.addVertex(name, vertex, inputs);
    return new Features(name, from[0].channels(), from[0].height(), from[0].width());
  }

  /**
   * The network: a dense layer with softmax over the classes, trained by cross-entropy.
   *
   * @param dropout the fraction of its inputs that is dropped in training
   */
  ComputationGraphConfiguration classify(Features from, int classes, double dropout) {
    OutputLayer.Builder output =
        new OutputLayer.Builder(LossFunction.MCXENT)
            .nOut(classes)
            .activation(Activation.SOFTMAX)
            .weightInit(WeightInit.XAVIER);
    if (dropout > 0) {
      output.dropOut(1 - dropout); // Deeplearning4j takes the fraction that is kept.
    }
    return graph
        .addLayer(OUTPUT, output.build(), from.vertex())
        .setOutputs(OUTPUT)
        .setInputTypes(InputType.convolutional(images.height(), images.width(), images.channels()))
        .build();
  }

  /** Numbered from 1 within its kind. */
  private String name(String kind) {
    return kind + numbers.merge(kind, 1, Integer::sum);
  }
}
