package dev.trawl.train.onednn;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.dropout.SpatialDropout;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossNegativeLogLikelihood;

/**
 * Which layers of a configuration can be replaced, and how each is run.
 *
 * <p>Anything not known to be the same maths stays stock: dilation, channels-last networks, other
 * activations, noise on weights, layer normalisation, other number types, subclasses.
 */
record LayerPlan(List<Choice> choices) {
  private static final String STOCK = "stock ";

  /** How a layer is run. */
  enum Kind {
    STOCK,
    CONVOLUTION,
    /** A convolution in whose program the next layer's pooling is. */
    CONVOLUTION_AND_POOLING,
    POOLING,
    DENSE,
    OUTPUT
  }

  /**
   * One layer's.
   *
   * @param output how a convolution's images lie, after pooling; channels first for other layers
   * @param description for people: what it does, without its index
   */
  record Choice(Kind kind, Layout output, String description) {
    Choice(Kind kind, String description) {
      this(kind, Layout.CHANNELS_FIRST, description);
    }
  }

  LayerPlan {
    choices = List.copyOf(choices);
  }

  static LayerPlan of(MultiLayerConfiguration configuration) {
    return new Analysis(configuration).plan();
  }

  /** Every layer as Deeplearning4j has it. */
  static LayerPlan stock(MultiLayerConfiguration configuration) {
    return new LayerPlan(
        configuration.getConfs().stream().map(conf -> stockChoice(conf.getLayer())).toList());
  }

  Kind kind(int layer) {
    return choices.get(layer).kind();
  }

  Layout output(int layer) {
    return choices.get(layer).output();
  }

  /** One line a layer, such as {@code 0: onednn conv 3×3 + relu + max-pool 2×2}. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < choices.size(); i++) {
      lines.add(i + ": " + choices.get(i).description());
    }
    return lines;
  }

  /** The kinds of layers by what runs them, such as {@code onednn: conv, dense; stock: output}. */
  String summary() {
    Set<String> fast = new LinkedHashSet<>();
    Set<String> stock = new LinkedHashSet<>();
    for (Choice choice : choices) {
      switch (choice.kind()) {
        case CONVOLUTION -> fast.add("conv");
        case CONVOLUTION_AND_POOLING -> fast.add("conv with pool");
        case DENSE -> fast.add("dense");
        case OUTPUT -> fast.add("output");
        case STOCK -> stock.add(choice.description().substring(STOCK.length()));
        case POOLING -> {} // Said with its convolution.
      }
    }
    List<String> parts = new ArrayList<>();
    if (!fast.isEmpty()) {
      parts.add("onednn: " + String.join(", ", fast));
    }
    if (!stock.isEmpty()) {
      parts.add("stock: " + String.join(", ", stock));
    }
    return String.join("; ", parts);
  }

  private static Choice stockChoice(Layer layer) {
    String type = layer.getClass().getSimpleName().replaceAll("Layer$", "");
    return new Choice(Kind.STOCK, STOCK + type.toLowerCase(Locale.ROOT));
  }

  /** Looks at each layer together with its neighbours. */
  private static final class Analysis {
    private final MultiLayerConfiguration configuration;
    private final List<Choice> choices = new ArrayList<>();

    Analysis(MultiLayerConfiguration configuration) {
      this.configuration = configuration;
    }

    LayerPlan plan() {
      int count = configuration.getConfs().size();
      while (choices.size() < count) {
        choose(choices.size());
      }
      return new LayerPlan(choices);
    }

    private void choose(int index) {
      Layer layer = layer(index);
      if (isConvolution(index)) {
        String convolution =
            "onednn conv %s%s"
                .formatted(size(((ConvolutionLayer) layer).getKernelSize()), relu(layer));
        if (isPooledNext(index)) {
          SubsamplingLayer pooling = (SubsamplingLayer) layer(index + 1);
          String pool =
              " + %s-pool %s"
                  .formatted(
                      pooling.getPoolingType() == PoolingType.MAX ? "max" : "average",
                      size(pooling.getKernelSize()));
          choices.add(
              new Choice(
                  Kind.CONVOLUTION_AND_POOLING, output(index, index + 2), convolution + pool));
          choices.add(new Choice(Kind.POOLING, "onednn with layer " + index));
        } else {
          choices.add(new Choice(Kind.CONVOLUTION, output(index, index + 1), convolution));
        }
      } else if (isDense(index)) {
        choices.add(new Choice(Kind.DENSE, "onednn dense" + relu(layer)));
      } else if (isOutput(index)) {
        choices.add(new Choice(Kind.OUTPUT, "onednn output + softmax"));
      } else {
        choices.add(stockChoice(layer));
      }
    }

    /** Between convolutions as they like it best, elsewhere as Deeplearning4j expects it. */
    private Layout output(int index, int next) {
      if (next >= configuration.getConfs().size() || !isConvolution(next)) {
        return Layout.CHANNELS_FIRST;
      }
      boolean untouched =
          layer(next).getIDropout() == null && configuration.getInputPreProcess(next) == null;
      boolean whole = ((ConvolutionLayer) layer(index)).getNOut() % Layout.BLOCK == 0;
      return untouched && whole && OneDnn.likesBlocks() ? Layout.BLOCKED : Layout.CHANNELS_LAST;
    }

    private Layer layer(int index) {
      return configuration.getConf(index).getLayer();
    }

    private boolean isConvolution(int index) {
      return layer(index) instanceof ConvolutionLayer layer
          && layer.getClass() == ConvolutionLayer.class
          && isPlain(layer)
          && layer.getCnn2dDataFormat() == CNN2DFormat.NCHW
          && isOne(layer.getDilation())
          && (isRelu(layer.getActivationFn())
              || layer.getActivationFn().getClass() == ActivationIdentity.class)
          && layer.getConvolutionMode() != ConvolutionMode.Causal
          && leavesSigns(isPoolingLayer(index + 1) ? index + 2 : index + 1);
    }

    private boolean isPooledNext(int index) {
      if (!isPoolingLayer(index + 1) || configuration.getInputPreProcess(index + 1) != null) {
        return false;
      }
      SubsamplingLayer pooling = (SubsamplingLayer) layer(index + 1);
      boolean padded =
          pooling.getConvolutionMode() == ConvolutionMode.Same || !isZero(pooling.getPadding());
      return pooling.getCnn2dDataFormat() == CNN2DFormat.NCHW
          && isOne(pooling.getDilation())
          && ((pooling.getPoolingType() == PoolingType.MAX && fits(pooling))
              || (pooling.getPoolingType() == PoolingType.AVG && !padded));
    }

    private boolean isPoolingLayer(int index) {
      return index < configuration.getConfs().size()
          && layer(index).getClass() == SubsamplingLayer.class;
    }

    private boolean isDense(int index) {
      return layer(index) instanceof DenseLayer layer
          && layer.getClass() == DenseLayer.class
          && isPlain(layer)
          && isRelu(layer.getActivationFn())
          && layer.hasBias()
          && !layer.hasLayerNorm()
          && leavesSigns(index + 1);
    }

    private boolean isOutput(int index) {
      return layer(index) instanceof OutputLayer layer
          && layer.getClass() == OutputLayer.class
          && isPlain(layer)
          && layer.getActivationFn().getClass() == ActivationSoftmax.class
          && isCrossEntropy(layer.getLossFn())
          && layer.hasBias()
          && configuration.getConf(index).isMiniBatch();
    }

    private static boolean isCrossEntropy(ILossFunction loss) {
      return (loss.getClass() == LossMCXENT.class
              || loss.getClass() == LossNegativeLogLikelihood.class)
          && ((LossMCXENT) loss).getWeights() == null;
    }

    private boolean isPlain(BaseLayer layer) {
      return configuration.getDataType() == DataType.FLOAT && layer.getWeightNoise() == null;
    }

    /**
     * Whether the next layer's dropout, which works in place, leaves the sign of what it keeps:
     * ReLU's gradient is taken from the output.
     */
    private boolean leavesSigns(int next) {
      if (next >= configuration.getConfs().size()) {
        return true;
      }
      IDropout dropout = layer(next).getIDropout();
      return dropout == null || dropout instanceof Dropout || dropout instanceof SpatialDropout;
    }

    private static boolean isRelu(IActivation activation) {
      return activation.getClass() == ActivationReLU.class;
    }

    private static String relu(Layer layer) {
      return layer instanceof BaseLayer base && isRelu(base.getActivationFn()) ? " + relu" : "";
    }

    /** oneDNN wants less padding than kernel, so that no window is empty. */
    private static boolean fits(SubsamplingLayer pooling) {
      int[] padding = pooling.getPadding();
      int[] kernel = pooling.getKernelSize();
      return padding == null || (padding[0] < kernel[0] && padding[1] < kernel[1]);
    }

    private static boolean isOne(int[] values) {
      return values[0] == 1 && values[1] == 1;
    }

    private static boolean isZero(int[] values) {
      return values == null || (values[0] == 0 && values[1] == 0);
    }

    private static String size(int[] kernel) {
      return kernel[0] + "×" + kernel[1];
    }
  }
}
