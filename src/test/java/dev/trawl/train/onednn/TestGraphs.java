package dev.trawl.train.onednn;

import dev.trawl.model.ImageShape;
import dev.trawl.model.NetworkConfiguration;
import java.util.Objects;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
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
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Plain Deeplearning4j graphs, built vertex by vertex; each call returns the vertex's name. */
final class TestGraphs {
  static final String INPUT = "images";

  private final GraphBuilder builder;
  private final ImageShape images;
  private int count;

  /** A network and the images that it takes. */
  record Subject(ComputationGraphConfiguration configuration, ImageShape images) {
    NetworkConfiguration described() {
      return new NetworkConfiguration(configuration, images);
    }

    /** The same without kinks. */
    Subject smoothed() {
      ComputationGraphConfiguration smooth = configuration.clone();
      Gradients.smooth(smooth);
      return new Subject(smooth, images);
    }

    ComputationGraph network() {
      ComputationGraph network = new ComputationGraph(configuration.clone());
      network.init();
      return network;
    }

    INDArray images(int batch) {
      return TestNetworks.random(7, batch, images.channels(), images.height(), images.width());
    }
  }

  private TestGraphs(NeuralNetConfiguration.Builder training, ImageShape images) {
    this.builder = training.graphBuilder().addInputs(INPUT);
    this.images = images;
  }

  static TestGraphs of(int channels, int height, int width) {
    return of(TestNetworks.configuration(), channels, height, width);
  }

  static TestGraphs of(
      NeuralNetConfiguration.Builder training, int channels, int height, int width) {
    return new TestGraphs(training, new ImageShape(channels, height, width));
  }

  /** A parameter's part of a flat vector of a network's. */
  static INDArray part(ComputationGraph network, String parameter, INDArray vector) {
    INDArray place = Objects.requireNonNull(network.paramTable().get(parameter));
    return vector
        .reshape(vector.length())
        .get(NDArrayIndex.interval(place.offset(), place.offset() + place.length()));
  }

  String layer(Layer layer, String input) {
    String name = "v" + count++;
    builder.addLayer(name, layer, input);
    return name;
  }

  String conv(String input, int filters, int kernel, int stride, Activation activation) {
    return layer(
        new ConvolutionLayer.Builder(kernel, kernel)
            .stride(stride, stride)
            .nOut(filters)
            .hasBias(activation != Activation.IDENTITY)
            .convolutionMode(ConvolutionMode.Same)
            .activation(activation)
            .build(),
        input);
  }

  String depthwise(String input, int stride, int multiplier, boolean bias) {
    return layer(
        new DepthwiseConvolution2D.Builder()
            .kernelSize(3, 3)
            .stride(stride, stride)
            .depthMultiplier(multiplier)
            .hasBias(bias)
            .convolutionMode(ConvolutionMode.Same)
            .activation(Activation.IDENTITY)
            .build(),
        input);
  }

  String normalise(String input) {
    return layer(new BatchNormalization(), input);
  }

  String activate(String input, Activation activation) {
    return layer(new ActivationLayer(activation), input);
  }

  String normalised(String input, Activation activation) {
    return activate(normalise(input), activation);
  }

  String elementwise(ElementWiseVertex.Op op, String... inputs) {
    String name = "v" + count++;
    builder.addVertex(name, new ElementWiseVertex(op), inputs);
    return name;
  }

  String add(String... inputs) {
    return elementwise(ElementWiseVertex.Op.Add, inputs);
  }

  String pool(String input, PoolingType type) {
    return layer(new SubsamplingLayer.Builder(type).kernelSize(2, 2).stride(2, 2).build(), input);
  }

  String global(String input, PoolingType type, boolean collapse) {
    return layer(new GlobalPoolingLayer.Builder(type).collapseDimensions(collapse).build(), input);
  }

  String dense(String input, int units) {
    return layer(new DenseLayer.Builder().nOut(units).activation(Activation.RELU).build(), input);
  }

  /** Squeeze and excitation of an image of that size. */
  String excite(String input, int channels, int height, int width) {
    String factors = global(input, PoolingType.AVG, false);
    factors = conv(factors, 4, 1, 1, Activation.RELU);
    factors = conv(factors, channels, 1, 1, Activation.SIGMOID);
    factors = layer(new Upsampling2D.Builder().size(new int[] {height, width}).build(), factors);
    return elementwise(ElementWiseVertex.Op.Product, input, factors);
  }

  /** Attention between the pixels of an image of that size. */
  String attend(String input, int channels, int height, int width, int heads) {
    String tokens = "tokens" + count;
    builder.addVertex(
        tokens, new ReshapeVertex('c', new int[] {-1, channels, height * width}, null), input);
    String attended =
        layer(
            new SelfAttentionLayer.Builder()
                .nOut(channels)
                .nHeads(heads)
                .projectInput(true)
                .weightInit(WeightInit.XAVIER)
                .build(),
            tokens);
    String pixels = "pixels" + count;
    builder.addVertex(
        pixels, new ReshapeVertex('c', new int[] {-1, channels, height, width}, null), attended);
    return pixels;
  }

  Subject output(String input) {
    return output(input, classifier().build());
  }

  /** With dropout of the output layer's inputs. */
  Subject droppingOutput(String input, double kept) {
    return output(input, classifier().dropOut(kept).build());
  }

  private static OutputLayer.Builder classifier() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(TestNetworks.CLASSES)
        .activation(Activation.SOFTMAX);
  }

  private Subject output(String input, Layer layer) {
    builder.addLayer("output", layer, input);
    builder.setOutputs("output");
    builder.setInputTypes(
        InputType.convolutional(images.height(), images.width(), images.channels()));
    return new Subject(builder.build(), images);
  }

  /** He et al. 2015: three stages of one block each. */
  static Subject resnet(int side, boolean excitation) {
    TestGraphs graph = of(1, side, side);
    String x = graph.normalised(graph.conv(INPUT, 16, 3, 1, Activation.IDENTITY), Activation.RELU);
    int size = side;
    for (int channels : new int[] {16, 32, 64}) {
      int stride = channels == 16 ? 1 : 2;
      size = (size + stride - 1) / stride;
      String y = graph.conv(x, channels, 3, stride, Activation.IDENTITY);
      y = graph.normalised(y, Activation.RELU);
      y = graph.normalise(graph.conv(y, channels, 3, 1, Activation.IDENTITY));
      if (excitation) {
        y = graph.excite(y, channels, size, size);
      }
      String shortcut =
          stride == 1
              ? x
              : graph.normalise(graph.conv(x, channels, 1, stride, Activation.IDENTITY));
      x = graph.activate(graph.add(y, shortcut), Activation.RELU);
    }
    return graph.output(graph.global(x, PoolingType.AVG, true));
  }

  /** Sandler et al. 2018, small. */
  static Subject mobilenet(int side) {
    TestGraphs graph = of(1, side, side);
    Activation relu = Activation.RELU6;
    String x = graph.normalised(graph.conv(INPUT, 16, 3, 2, Activation.IDENTITY), relu);
    int channels = 16;
    for (int[] block : new int[][] {{1, 16, 1}, {6, 24, 1}, {6, 24, 1}, {6, 32, 2}}) {
      String y = x;
      if (block[0] > 1) {
        y = graph.conv(y, channels * block[0], 1, 1, Activation.IDENTITY);
        y = graph.normalised(y, relu);
      }
      y = graph.normalised(graph.depthwise(y, block[2], 1, false), relu);
      y = graph.normalise(graph.conv(y, block[1], 1, 1, Activation.IDENTITY));
      x = block[2] == 1 && channels == block[1] ? graph.add(y, x) : y;
      channels = block[1];
    }
    x = graph.normalised(graph.conv(x, 48, 1, 1, Activation.IDENTITY), relu);
    return graph.output(graph.global(x, PoolingType.AVG, true));
  }

  /** Convolutions with batch normalisation, pooled after every second. */
  static Subject deep(int side) {
    TestGraphs graph = of(1, side, side);
    String x = INPUT;
    for (int channels : new int[] {16, 32, 48}) {
      for (int i = 0; i < 2; i++) {
        x = graph.conv(x, channels, 3, 1, Activation.IDENTITY);
        x = graph.normalised(x, Activation.RELU);
      }
      x = graph.pool(x, PoolingType.MAX);
    }
    return graph.output(graph.dense(x, 16));
  }

  /** Dosovitskiy et al. 2020, small: two blocks with residuals over patches of 3×3 pixels. */
  static Subject attention(DataType type) {
    TestGraphs graph = of(TestNetworks.configuration().dataType(type), 1, 12, 9);
    String x = graph.conv(INPUT, 24, 3, 3, Activation.IDENTITY); // 4 × 3 tokens
    x = graph.add(graph.depthwise(x, 1, 1, true), x);
    for (int block = 0; block < 2; block++) {
      x = graph.add(graph.attend(graph.normalise(x), 24, 4, 3, 3), x);
      String wide = graph.conv(graph.normalise(x), 40, 1, 1, Activation.RELU);
      x = graph.add(graph.conv(wide, 24, 1, 1, Activation.IDENTITY), x);
    }
    return graph.output(graph.global(graph.normalise(x), PoolingType.AVG, true));
  }
}
