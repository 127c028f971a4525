package dev.trawl.train.onednn;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossNegativeLogLikelihood;

/**
 * What keeps a layer or a network from being compiled: every setting that our operations don't have
 * and that would change the maths.
 */
final class Objections {
  private final List<String> found = new ArrayList<>();

  private Objections() {}

  /** To the network as a whole; empty for none. */
  static Optional<String> toNetwork(ComputationGraphConfiguration network) {
    Objections objections = new Objections();
    objections.unless(network.getNetworkInputs().size() == 1, "more than one input");
    objections.unless(network.getNetworkOutputs().size() == 1, "more than one output");
    objections.unless(
        network.getBackpropType() == BackpropType.Standard, "truncated backpropagation");
    objections.unless(network.getDataType() == DataType.FLOAT, "other numbers than 32-bit floats");
    return objections.first();
  }

  /** To one layer, whatever its neighbours; empty for none. */
  static Optional<String> toLayer(LayerVertex vertex) {
    Objections objections = new Objections();
    NeuralNetConfiguration configuration = vertex.getLayerConf();
    Layer layer = configuration.getLayer();
    objections.unless(
        configuration.getOptimizationAlgo() == OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT
            && configuration.getStepFunction() == null
            && configuration.isMinimize()
            && configuration.isMiniBatch(),
        "another optimisation than gradient descent on a mean loss");
    objections.toPreProcessor(vertex.getPreProcessor());
    objections.toDropout(layer.getIDropout());
    objections.unless(
        layer.getConstraints() == null || layer.getConstraints().isEmpty(), "constraints");
    if (layer instanceof BaseLayer base) {
      objections.unless(base.getWeightNoise() == null, "weight noise");
    }
    objections.toKind(layer);
    return objections.first();
  }

  private void toPreProcessor(InputPreProcessor preProcessor) {
    unless(
        preProcessor == null
            || (preProcessor.getClass() == CnnToFeedForwardPreProcessor.class
                && ((CnnToFeedForwardPreProcessor) preProcessor).getFormat() == CNN2DFormat.NCHW),
        "no program for " + (preProcessor == null ? "" : preProcessor.getClass().getSimpleName()));
  }

  private void toDropout(IDropout dropout) {
    unless(
        dropout == null
            || (dropout.getClass() == Dropout.class && ((Dropout) dropout).getPSchedule() == null),
        "another dropout than a constant one");
  }

  private void toKind(Layer layer) {
    Class<?> kind = layer.getClass();
    if (layer instanceof ConvolutionLayer convolution && isConvolution(kind)) {
      toConvolution(convolution);
    } else if (layer instanceof BatchNormalization normalisation
        && kind == BatchNormalization.class) {
      unless(!normalisation.isLockGammaBeta(), "a fixed scale and shift");
      unless(normalisation.getCnn2DFormat() == CNN2DFormat.NCHW, "channels last");
      unless(normalisation.isMinibatch(), "statistics of the whole data set");
    } else if (layer instanceof SubsamplingLayer pooling && kind == SubsamplingLayer.class) {
      toPooling(pooling);
    } else if (layer instanceof GlobalPoolingLayer pooling && kind == GlobalPoolingLayer.class) {
      unless(isMaxOrAverage(pooling.getPoolingType()), pooling.getPoolingType() + " pooling");
    } else if (layer instanceof Upsampling2D up && kind == Upsampling2D.class) {
      unless(up.getFormat() == CNN2DFormat.NCHW, "channels last");
    } else if (layer instanceof OutputLayer output && kind == OutputLayer.class) {
      unless(output.getActivationFn().getClass() == ActivationSoftmax.class, "need softmax");
      unless(isCrossEntropy(output.getLossFn()), "need cross-entropy without weights");
    } else if (layer instanceof DenseLayer dense && kind == DenseLayer.class) {
      toActivation(dense.getActivationFn());
    } else if (layer instanceof ActivationLayer activation && kind == ActivationLayer.class) {
      toActivation(activation.getActivationFn());
    } else if (layer instanceof SelfAttentionLayer attention && kind == SelfAttentionLayer.class) {
      unless(attention.isProjectInput(), "attention without projections");
    } else {
      unless(kind == DropoutLayer.class, "no program for " + kind.getSimpleName());
    }
  }

  private static boolean isConvolution(Class<?> kind) {
    return kind == ConvolutionLayer.class
        || kind == DepthwiseConvolution2D.class
        || kind == Convolution1DLayer.class;
  }

  private void toConvolution(ConvolutionLayer layer) {
    unless(layer.getCnn2dDataFormat() == CNN2DFormat.NCHW, "channels last");
    unless(layer.getConvolutionMode() != ConvolutionMode.Causal, "causal convolution");
    unless(areOnes(layer.getDilation()), "dilation");
    toActivation(layer.getActivationFn());
    if (layer instanceof Convolution1DLayer tokens) {
      unless(tokens.getRnnDataFormat() == RNNFormat.NCW, "channels last");
      unless(
          areOnes(layer.getKernelSize()) && areOnes(layer.getStride()),
          "a one-dimensional kernel of more than one token");
    }
  }

  private void toPooling(SubsamplingLayer layer) {
    unless(isMaxOrAverage(layer.getPoolingType()), layer.getPoolingType() + " pooling");
    unless(layer.getCnn2dDataFormat() == CNN2DFormat.NCHW, "channels last");
    unless(areOnes(layer.getDilation()), "dilation");
    int[] padding = layer.getPadding();
    boolean padded = padding != null && (padding[0] > 0 || padding[1] > 0);
    int[] kernel = layer.getKernelSize();
    unless(
        !padded || (padding[0] < kernel[0] && padding[1] < kernel[1]),
        "windows of nothing but padding");
  }

  private void toActivation(IActivation activation) {
    unless(
        Activation.of(activation).isPresent(),
        "no program for " + activation.getClass().getSimpleName());
  }

  private static boolean isCrossEntropy(ILossFunction loss) {
    return (loss.getClass() == LossMCXENT.class
            || loss.getClass() == LossNegativeLogLikelihood.class)
        && ((LossMCXENT) loss).getWeights() == null;
  }

  private static boolean isMaxOrAverage(PoolingType type) {
    return type == PoolingType.MAX || type == PoolingType.AVG;
  }

  private static boolean areOnes(int[] values) {
    for (int value : values) {
      if (value != 1) {
        return false;
      }
    }
    return true;
  }

  private void unless(boolean fine, String objection) {
    if (!fine) {
      found.add(objection);
    }
  }

  private Optional<String> first() {
    return found.stream().findFirst();
  }
}
