package dev.trawl.export.graph;

import static java.util.Map.entry;

import dev.trawl.export.graph.GraphNode.Attention;
import dev.trawl.export.graph.GraphNode.Clip;
import dev.trawl.export.graph.GraphNode.Convolution;
import dev.trawl.export.graph.GraphNode.Dense;
import dev.trawl.export.graph.GraphNode.Flatten;
import dev.trawl.export.graph.GraphNode.GlobalAverage;
import dev.trawl.export.graph.GraphNode.Pool;
import dev.trawl.export.graph.GraphNode.Softmax;
import dev.trawl.export.graph.GraphNode.Window;
import dev.trawl.export.graph.PointwiseFunction.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationMish;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Appends one layer to a graph. Every setting that would change the maths is asked for. */
record LayerNodes(GraphBuilder graph, String name, Layer parameters) {
  private static final Map<Class<?>, Kind> FUNCTIONS =
      Map.ofEntries(
          entry(ActivationReLU.class, Kind.RELU),
          entry(ActivationReLU6.class, Kind.RELU6),
          entry(ActivationLReLU.class, Kind.LEAKY_RELU),
          entry(ActivationELU.class, Kind.ELU),
          entry(ActivationSigmoid.class, Kind.SIGMOID),
          entry(ActivationTanH.class, Kind.TANH),
          entry(ActivationSwish.class, Kind.SWISH),
          entry(ActivationGELU.class, Kind.GELU),
          entry(ActivationMish.class, Kind.MISH));

  /** Returns the tensor of the layer's result. */
  String read(org.deeplearning4j.nn.conf.layers.Layer layer, String input)
      throws UnsupportedLayerException {
    Class<?> kind = layer.getClass();
    if (kind == ConvolutionLayer.class || kind == DepthwiseConvolution2D.class) {
      return convolution((ConvolutionLayer) layer, input);
    }
    if (kind == BatchNormalization.class) {
      return batchNormalization((BatchNormalization) layer, input);
    }
    if (kind == SubsamplingLayer.class) {
      return pool((SubsamplingLayer) layer, input);
    }
    if (kind == GlobalPoolingLayer.class) {
      return globalAverage((GlobalPoolingLayer) layer, input);
    }
    if (kind == DenseLayer.class) {
      DenseLayer dense = (DenseLayer) layer;
      need(!dense.isHasLayerNorm(), "layer normalisation");
      String product = graph.add(new Dense(name, input, dense(dense.hasBias()), Clip.NONE));
      return function(dense.getActivationFn(), name + "_activation", product);
    }
    if (kind == OutputLayer.class) {
      return output((OutputLayer) layer, input);
    }
    if (kind == ActivationLayer.class) {
      return function(((ActivationLayer) layer).getActivationFn(), name, input);
    }
    if (kind == SelfAttentionLayer.class) {
      return attention((SelfAttentionLayer) layer, input);
    }
    need(kind == DropoutLayer.class, kind.getSimpleName());
    return input;
  }

  private void need(boolean fits, String otherwise) throws UnsupportedLayerException {
    if (!fits) {
      throw new UnsupportedLayerException(name, otherwise);
    }
  }

  private String convolution(ConvolutionLayer layer, String input)
      throws UnsupportedLayerException {
    need(layer.getCnn2dDataFormat() == CNN2DFormat.NCHW, "convolution with channels last");
    needPlain(layer.getDilation(), layer.getConvolutionMode());
    Window window =
        window(
            layer.getKernelSize(),
            layer.getStride(),
            layer.getPadding(),
            layer.getConvolutionMode(),
            input);
    INDArray kernels = parameters.getParam("W");
    int groups = 1;
    if (layer instanceof DepthwiseConvolution2D) { // [height, width, channels, multiplier]
      groups = Math.toIntExact(kernels.size(2));
      kernels =
          kernels
              .permute(2, 3, 0, 1)
              .reshape('c', groups * kernels.size(3), 1, kernels.size(0), kernels.size(1));
    }
    Weights weights = weights(kernels, layer.hasBias());
    String result = graph.add(new Convolution(name, input, weights, groups, window, Clip.NONE));
    return function(layer.getActivationFn(), name + "_activation", result);
  }

  private void needPlain(int[] dilation, ConvolutionMode mode) throws UnsupportedLayerException {
    need(Arrays.stream(dilation).allMatch(each -> each == 1), "dilation");
    need(mode != ConvolutionMode.Causal, "causal convolution");
  }

  private Window window(
      int[] kernel, int[] stride, int[] padding, ConvolutionMode mode, String input) {
    return mode == ConvolutionMode.Same
        ? Window.same(kernel[0], kernel[1], stride[0], stride[1], graph.shape(input))
        : new Window(
            kernel[0],
            kernel[1],
            stride[0],
            stride[1],
            padding[0],
            padding[1],
            padding[0],
            padding[1]);
  }

  /**
   * By the running statistics. Deeplearning4j's layer reports the activation sigmoid, the global
   * default, and never applies it.
   */
  private String batchNormalization(BatchNormalization layer, String input)
      throws UnsupportedLayerException {
    need(layer.getCnn2DFormat() == CNN2DFormat.NCHW, "batch normalisation with channels last");
    float[] mean = floats(parameters.getParam("mean"));
    boolean logarithmic = layer.isUseLogStd();
    float[] spread = floats(parameters.getParam(logarithmic ? "log10stdev" : "var"));
    boolean locked = layer.isLockGammaBeta();
    double[] factor = new double[mean.length];
    double[] shift = new double[mean.length];
    for (int i = 0; i < mean.length; i++) {
      double variance = logarithmic ? Math.pow(10, 2.0 * spread[i]) : spread[i];
      double gamma = locked ? layer.getGamma() : parameters.getParam("gamma").getFloat(i);
      double beta = locked ? layer.getBeta() : parameters.getParam("beta").getFloat(i);
      factor[i] = gamma / Math.sqrt(variance + layer.getEps());
      shift[i] = beta - mean[i] * factor[i];
    }
    return graph.scale(factor, shift, name, input);
  }

  private String pool(SubsamplingLayer layer, String input) throws UnsupportedLayerException {
    boolean max = layer.getPoolingType() == PoolingType.MAX;
    need(max || layer.getPoolingType() == PoolingType.AVG, layer.getPoolingType() + " pooling");
    need(layer.getCnn2dDataFormat() == CNN2DFormat.NCHW, "pooling with channels last");
    needPlain(layer.getDilation(), layer.getConvolutionMode());
    Window window =
        window(
            layer.getKernelSize(),
            layer.getStride(),
            layer.getPadding(),
            layer.getConvolutionMode(),
            input);
    need(max || window.isBare(), "average pooling over a border");
    return graph.add(new Pool(name, input, max, window));
  }

  private String globalAverage(GlobalPoolingLayer layer, String input)
      throws UnsupportedLayerException {
    need(
        layer.getPoolingType() == PoolingType.AVG && !graph.shape(input).isVector(),
        "global pooling other than the mean of each channel");
    String average = graph.add(new GlobalAverage(name, input));
    return layer.isCollapseDimensions()
        ? graph.add(new Flatten(name + "_vector", average))
        : average;
  }

  private String output(OutputLayer layer, String input) throws UnsupportedLayerException {
    need(
        layer.getActivationFn().getClass() == ActivationSoftmax.class, "output other than softmax");
    graph.add(new Dense(name, input, dense(layer.hasBias()), Clip.NONE));
    return graph.add(new Softmax("probabilities", name));
  }

  private String attention(SelfAttentionLayer layer, String input)
      throws UnsupportedLayerException {
    need(layer.isProjectInput(), "attention without projections");
    return graph.add(
        new Attention(
            name,
            input,
            Math.toIntExact(layer.getNHeads()),
            Math.toIntExact(layer.getHeadSize()),
            projection("Wq"),
            projection("Wk"),
            projection("Wv"),
            weights(parameters.getParam("Wo").transpose(), false)));
  }

  /** [heads, size, channels] as [heads · size, channels]. */
  private Weights projection(String parameter) {
    INDArray heads = parameters.getParam(parameter);
    return weights(heads.reshape('c', heads.size(0) * heads.size(1), heads.size(2)), false);
  }

  private String function(IActivation function, String to, String input)
      throws UnsupportedLayerException {
    if (function.getClass() == ActivationIdentity.class) {
      return input;
    }
    Kind kind = FUNCTIONS.get(function.getClass());
    if (kind == null || (function instanceof ActivationGELU gelu && gelu.isPrecise())) {
      throw new UnsupportedLayerException(name, "the activation " + function);
    }
    double alpha =
        function instanceof ActivationLReLU leaky
            ? leaky.getAlpha()
            : function instanceof ActivationELU elu ? elu.getAlpha() : 0;
    return graph.apply(new PointwiseFunction(kind, (float) alpha), to, input);
  }

  /** Deeplearning4j's are [inputs, outputs]. */
  private Weights dense(boolean bias) {
    return weights(parameters.getParam("W").transpose(), bias);
  }

  private Weights weights(INDArray values, boolean bias) {
    List<Integer> shape = Arrays.stream(values.shape()).mapToObj(Math::toIntExact).toList();
    return new Weights(
        floats(values), shape, bias ? floats(parameters.getParam("b")) : new float[shape.get(0)]);
  }

  /** Row by row, whatever the order of its memory. */
  private static float[] floats(INDArray array) {
    try (INDArray copy = array.dup('c')) {
      return copy.data().asFloat();
    }
  }
}
